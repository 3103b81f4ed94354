/** `push.apns`: shows a notification on Apple devices. */
import { builtIn } from '../../built-in.ts'
import { pushPayload } from '../payload.ts'
import { options } from './options.ts'

export const pushApns = builtIn({
  name: 'push.apns',
  version: 1,
  title: 'Push to Apple devices',
  description: 'Sends a push notification through the Apple Push Notification service.',
  category: 'push',
  options,
  payload: pushPayload(['ios', 'macos', 'tvos', 'watchos', 'visionos'], {
    type: 'string',
    pattern: '^([0-9A-Fa-f]{2}){8,100}$',
  }),
  example: {
    platform: 'ios',
    token: '00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0',
    title: 'On its way',
    message: 'Your parcel arrives today.',
    extra: { orderId: '4711' },
  },
  defaults: { timeoutMs: 15_000 },
  needs: 'jose',
  addresses: ['apiUrl'],
  load: () => import('./push.ts').then(({ apnsRun }) => ({ run: apnsRun })),
})
