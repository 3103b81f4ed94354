/** `sms.send`: one text message per task, through Twilio or a service that speaks its API. */
import { builtIn } from '../built-in.ts'
import { options } from './options.ts'

export const smsSend = builtIn({
  name: 'sms.send',
  version: 1,
  title: 'Text message',
  description: 'Sends a text message through Twilio or a service that speaks its API.',
  category: 'messages',
  options,
  payload: {
    type: 'object',
    properties: {
      to: { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$', description: 'E.164, such as +15550001111' },
      body: { type: 'string', minLength: 1, maxLength: 1600 },
      from: { type: 'string', minLength: 1, maxLength: 64 },
      mediaUrl: { type: 'string', format: 'uri', pattern: '^https?://' },
    },
    required: ['to', 'body'],
    additionalProperties: false,
  },
  example: { to: '+15550001111', body: 'Your parcel is on its way.' },
  defaults: { timeoutMs: 15_000 },
  addresses: ['apiUrl'],
  load: () => import('./send.ts').then(({ smsRun }) => ({ run: smsRun })),
})
