/** What `push.fcm` is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../../secret-options.ts'

export const options = z.strictObject({
  serviceAccount: secretOption(
    'Service account',
    'The JSON key file of a service account that may send with Firebase Cloud Messaging.',
  ),
  projectId: z
    .string()
    .regex(/^[a-z0-9:.-]+$/, 'expected the ID of a Firebase project, such as my-shop-1a2b3')
    .max(100)
    .meta({
      title: 'Project ID',
      description: "Of the Firebase project; the service account's when left out.",
    })
    .optional(),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .default('https://fcm.googleapis.com')
    .meta({ title: 'API address', description: 'Of Firebase Cloud Messaging.' }),
})
export type FcmOptions = z.infer<typeof options>
