/** `email.send`: one e-mail per task, handed to a mail server. */
import { builtIn } from '../built-in.ts'
import { ADDRESS_PATTERN, options } from './options.ts'

/** No line break, nor anything else that is not shown: a header ends where its line ends. */
const ONE_LINE = '^[^\\u0000-\\u001f\\u007f]*$'

const address = { type: 'string', pattern: ADDRESS_PATTERN }
const addresses = { anyOf: [address, { type: 'array', items: address, minItems: 1, maxItems: 100 }] }

export const emailSend = builtIn({
  name: 'email.send',
  version: 1,
  title: 'E-mail',
  description: 'Sends an e-mail through a mail server (SMTP).',
  category: 'messages',
  options,
  payload: {
    type: 'object',
    properties: {
      ...{ to: addresses, cc: addresses, bcc: addresses, replyTo: address },
      subject: { type: 'string', minLength: 1, maxLength: 500, pattern: ONE_LINE },
      text: { type: 'string', maxLength: 1_000_000 },
      html: { type: 'string', maxLength: 1_000_000 },
      headers: {
        type: 'object',
        maxProperties: 20,
        // Those that say from whom and to whom, or what the body is, are not a task's to set.
        propertyNames: {
          pattern:
            '^(X-[A-Za-z0-9-]{1,70}|List-[A-Za-z-]{1,40}|In-Reply-To|References|Auto-Submitted|Precedence|Feedback-ID|Importance|Priority)$',
        },
        additionalProperties: { type: 'string', maxLength: 900, pattern: ONE_LINE },
      },
      attachments: {
        type: 'array',
        maxItems: 10,
        items: {
          type: 'object',
          properties: {
            filename: { type: 'string', minLength: 1, maxLength: 200, pattern: ONE_LINE },
            contentBase64: {
              ...{ type: 'string', maxLength: 7_000_000 },
              pattern: '^[A-Za-z0-9+/]*={0,2}$',
            },
            contentType: { type: 'string', pattern: '^[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,90}$' },
          },
          required: ['filename', 'contentBase64'],
          additionalProperties: false,
        },
      },
    },
    required: ['to', 'subject'],
    anyOf: [{ required: ['text'] }, { required: ['html'] }],
    additionalProperties: false,
  },
  example: { to: 'ada@example.com', subject: 'On its way', text: 'Your parcel arrives today.' },
  defaults: { timeoutMs: 30_000 },
  needs: 'nodemailer',
  addresses: [],
  load: () => import('./send.ts').then(({ emailRun }) => ({ run: emailRun })),
})
