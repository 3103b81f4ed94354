/** What a handler for Mixpanel is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

export const options = z.strictObject({
  token: secretOption('Project token', 'Of the project that the events belong to'),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .default('https://api.mixpanel.com')
    .meta({ title: 'API address', description: 'Of another region, such as https://api-eu.mixpanel.com' }),
})
export type MixpanelOptions = z.infer<typeof options>
