/** `mixpanel.track`: imports one event into a Mixpanel project. */
import { builtIn } from '../built-in.ts'
import { options } from './options.ts'

export const mixpanelTrack = builtIn({
  name: 'mixpanel.track',
  version: 1,
  title: 'Mixpanel: track',
  description: 'Records in Mixpanel that a user did something.',
  category: 'analytics',
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
  example: { event: 'Invoice paid', distinctId: 'user-1', properties: { amount: 12 } },
  defaults: { timeoutMs: 15_000 },
  addresses: ['apiUrl'],
  load: () => import('./track.ts').then(({ mixpanelRun }) => ({ run: mixpanelRun })),
})
