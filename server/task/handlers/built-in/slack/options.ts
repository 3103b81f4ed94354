/** What a handler for Slack is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

export const options = z
  .strictObject({
    webhookUrl: secretOption(
      'Webhook URL',
      'Of an incoming webhook; it is a secret. The webhook decides the channel. Give this or a bot token.',
    ).optional(),
    token: secretOption(
      'Bot token',
      'Of a Slack app with the scope chat:write (xoxb-…). Give this or a webhook URL.',
    ).optional(),
    channel: z
      .string()
      .min(1)
      .max(100)
      .meta({
        title: 'Channel',
        description: 'Id or name, where the payload names none; only with a bot token',
        examples: ['#deploys'],
      })
      .optional(),
    apiUrl: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .default('https://slack.com/api')
      .meta({ title: 'API address', description: 'Of another Slack, such as https://slack-gov.com/api' }),
  })
  .check((ctx) => {
    const { webhookUrl, token, channel } = ctx.value
    if ((webhookUrl === undefined) === (token === undefined))
      ctx.issues.push({
        code: 'custom',
        path: ['webhookUrl'],
        message: `expected either webhookUrl or token, got ${webhookUrl === undefined ? 'neither' : 'both'}`,
        input: ctx.value,
      })
    if (channel !== undefined && token === undefined)
      ctx.issues.push({
        code: 'custom',
        path: ['channel'],
        message: 'expected no channel without token: a webhook has a channel of its own, got one',
        input: ctx.value,
      })
  })
export type SlackOptions = z.infer<typeof options>
