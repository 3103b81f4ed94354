/** `push.airship`: shows a notification on the devices of one channel or named user of Airship. */
import { builtIn } from '../../built-in.ts'
import { pushPayload } from '../payload.ts'
import { options } from './options.ts'

export const pushAirship = builtIn({
  name: 'push.airship',
  version: 1,
  title: 'Push through Airship',
  description: 'Sends a push notification to a channel or a named user of Airship.',
  category: 'push',
  options,
  payload: pushPayload(['ios', 'android', 'amazon', 'web'], { type: 'string', minLength: 1, maxLength: 128 }),
  example: {
    platform: 'ios',
    token: '9c36e8c7-5a73-47c0-9716-99fd3d4197d5',
    title: 'On its way',
    message: 'Your parcel arrives today.',
    extra: { orderId: '4711' },
  },
  defaults: { timeoutMs: 15_000 },
  addresses: ['apiUrl'],
  load: () => import('./push.ts').then(({ airshipRun }) => ({ run: airshipRun })),
})
