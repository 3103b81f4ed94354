/** What `push.web` is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../../secret-options.ts'

export const options = z.strictObject({
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, 'expected 87 characters of URL-safe base64')
    .meta({ title: 'Public key', description: 'Of the VAPID key pair that browsers subscribe with.' }),
  privateKey: secretOption('Private key', 'Of the VAPID key pair; 43 characters of URL-safe base64.'),
  subject: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'expected a mailto: or https: address')
    .meta({
      title: 'Contact',
      description: 'Where push services reach you.',
      examples: ['mailto:ops@example.com'],
    }),
  expireAfterMs: z
    .int()
    .min(0)
    .max(28 * 24 * 3_600_000)
    .default(28 * 24 * 3_600_000)
    .meta({
      title: 'Expires after',
      description: 'Milliseconds for which the push service keeps a message; 0 is not at all.',
    }),
})
export type WebPushOptions = z.infer<typeof options>
