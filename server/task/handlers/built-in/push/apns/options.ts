/** What `push.apns` is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../../secret-options.ts'

const TEN = /^[A-Z0-9]{10}$/

export const options = z.strictObject({
  key: secretOption('Signing key', 'The content of the .p8 file of an APNs key, as Apple gives it.'),
  keyId: z
    .string()
    .regex(TEN, 'expected ten capital letters and digits')
    .meta({ title: 'Key ID', description: 'Of the signing key; ten characters.' }),
  teamId: z
    .string()
    .regex(TEN, 'expected ten capital letters and digits')
    .meta({ title: 'Team ID', description: 'Of the developer account; ten characters.' }),
  topic: z
    .string()
    .min(1)
    .max(200)
    .meta({ title: 'Topic', description: "The app's bundle ID.", examples: ['com.example.shop'] }),
  environment: z
    .enum(['production', 'sandbox'])
    .default('production')
    .meta({ title: 'Environment', description: 'Sandbox is for apps that Xcode installed.' }),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .meta({ title: 'API address', description: 'Instead of the one of the environment.' })
    .optional(),
  pushType: z
    .enum(['alert', 'background'])
    .default('alert')
    .meta({ title: 'Push type', description: 'Sent as apns-push-type; a background push shows nothing.' }),
  expireAfterMs: z
    .int()
    .min(0)
    .max(30 * 24 * 3_600_000)
    .meta({
      title: 'Expires after',
      description: 'Milliseconds for which APNs tries to deliver; 0 is once. Up to APNs when left out.',
    })
    .optional(),
})
export type ApnsOptions = z.infer<typeof options>
