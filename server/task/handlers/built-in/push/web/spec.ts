/** `push.web`: sends an encrypted message to a browser's subscription (RFC 8030, 8291, 8292). */
import { builtIn } from '../../built-in.ts'
import { pushPayload } from '../payload.ts'
import { options } from './options.ts'

const key = (length: number) => ({ type: 'string', pattern: `^[A-Za-z0-9_-]{${length}}={0,2}$` })

export const pushWeb = builtIn({
  name: 'push.web',
  version: 1,
  title: 'Web push',
  description: 'Sends an encrypted push message to a browser that has subscribed.',
  category: 'push',
  options,
  payload: pushPayload(['web'], {
    type: 'object',
    required: ['endpoint', 'keys'],
    properties: {
      endpoint: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 2_048 },
      // An uncompressed point of P-256 (65 bytes) and 16 random bytes.
      keys: {
        type: 'object',
        required: ['p256dh', 'auth'],
        properties: { p256dh: key(87), auth: key(22) },
      },
    },
  }),
  example: {
    platform: 'web',
    token: {
      endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk',
      keys: {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
    },
    title: 'On its way',
    message: 'Your parcel arrives today.',
  },
  defaults: { timeoutMs: 15_000 },
  needs: 'web-push',
  addresses: [],
  load: () => import('./push.ts').then(({ webPushRun }) => ({ run: webPushRun })),
})
