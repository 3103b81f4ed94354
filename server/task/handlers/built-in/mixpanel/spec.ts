/** `mixpanel.track`: imports one event into a Mixpanel project. */
import { z } from 'zod'
import { builtIn } from '../built-in.ts'
import { secretOption } from '../secret-options.ts'

const options = z.strictObject({
  token: secretOption('Project token', 'Of the project that the events belong to'),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .default('https://api.mixpanel.com')
    .meta({ title: 'API address', description: 'Of another region, such as https://api-eu.mixpanel.com' }),
})
export type MixpanelOptions = z.infer<typeof options>

export const mixpanelTrack = builtIn({
  name: 'mixpanel.track',
  version: 1,
  title: 'Mixpanel: track',
  description: 'Records in Mixpanel that a user did something.',
  options,
  payload: {
    type: 'object',
    properties: {
      event: { type: 'string', minLength: 1, maxLength: 255 },
      distinctId: { type: 'string', maxLength: 255 },
      timestamp: { type: 'string', format: 'date-time' },
      properties: { type: 'object' },
    },
    required: ['event', 'distinctId'],
    additionalProperties: false,
  },
  defaults: { timeoutMs: 15_000 },
  addresses: ['apiUrl'],
  load: () => import('./track.ts').then(({ mixpanelRun }) => ({ run: mixpanelRun })),
})
