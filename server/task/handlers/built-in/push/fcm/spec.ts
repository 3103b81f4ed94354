/** `push.fcm`: shows a notification on a device or in a browser through Firebase Cloud Messaging. */
import { builtIn } from '../../built-in.ts'
import { pushPayload } from '../payload.ts'
import { options } from './options.ts'

export const pushFcm = builtIn({
  name: 'push.fcm',
  version: 1,
  title: 'Push through Firebase',
  description: 'Sends a push notification through Firebase Cloud Messaging.',
  category: 'push',
  options,
  payload: pushPayload(['android', 'ios', 'web'], { type: 'string', minLength: 1, maxLength: 4_096 }),
  example: {
    platform: 'android',
    token: 'dGhpcy1pcy1hLXJlZ2lzdHJhdGlvbi10b2tlbg',
    title: 'On its way',
    message: 'Your parcel arrives today.',
    extra: { orderId: '4711' },
  },
  defaults: { timeoutMs: 15_000 },
  needs: 'jose',
  addresses: ['apiUrl'],
  load: () => import('./push.ts').then(({ fcmRun }) => ({ run: fcmRun })),
})
