/** What a handler for text messages is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

const text = (title: string, description: string, pattern: RegExp, expected: string) =>
  z.string().regex(pattern, `expected ${expected}`).meta({ title, description })

export const options = z
  .strictObject({
    accountSid: text(
      'Account SID',
      'Of the account that sends (AC…)',
      /^AC[0-9a-fA-F]{32}$/,
      '"AC" and 32 hexadecimal digits',
    ),
    authToken: secretOption(
      'Auth token',
      'Of the account. Give this or an API key with its secret.',
    ).optional(),
    apiKey: text(
      'API key',
      'SID of an API key (SK…), with its secret',
      /^SK[0-9a-fA-F]{32}$/,
      '"SK" and 32 hexadecimal digits',
    ).optional(),
    apiKeySecret: secretOption('API key secret', 'Of the API key').optional(),
    from: text(
      'From',
      'Number (+15550001111), short code or sender name; the payload may name another',
      /^[\w +:.-]{1,64}$/,
      'a number, a short code or a sender name',
    ).optional(),
    messagingServiceSid: text(
      'Messaging service SID',
      'Chooses the sender (MG…), where neither payload nor configuration names one',
      /^MG[0-9a-fA-F]{32}$/,
      '"MG" and 32 hexadecimal digits',
    ).optional(),
    statusCallback: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .optional()
      .meta({ title: 'Status callback', description: 'Where the service tells what became of the message' }),
    apiUrl: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .default('https://api.twilio.com')
      .meta({ title: 'API address', description: 'Of another region or a compatible service' }),
  })
  .check((ctx) => {
    const { authToken, apiKey, apiKeySecret, from, messagingServiceSid } = ctx.value
    const refuse = (path: string, message: string) =>
      ctx.issues.push({ code: 'custom', path: [path], message, input: ctx.value })
    if ((authToken === undefined) === (apiKey === undefined))
      refuse(
        'authToken',
        `expected either authToken or apiKey, got ${authToken === undefined ? 'neither' : 'both'}`,
      )
    if ((apiKey === undefined) !== (apiKeySecret === undefined))
      refuse('apiKeySecret', 'expected apiKey and apiKeySecret together, got one of them')
    if (from === undefined && messagingServiceSid === undefined)
      refuse('from', 'expected from or messagingServiceSid, got neither')
  })
export type SmsOptions = z.infer<typeof options>
