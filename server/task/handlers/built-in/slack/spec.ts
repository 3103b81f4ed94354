/** `slack.message`: posts a message to a channel, through an incoming webhook or as a bot. */
import { builtIn } from '../built-in.ts'
import { options } from './options.ts'

export const slackMessage = builtIn({
  name: 'slack.message',
  version: 1,
  title: 'Slack message',
  description: 'Posts a message to a Slack channel, through an incoming webhook or as a bot.',
  category: 'messages',
  options,
  payload: {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 40_000 },
      blocks: { type: 'array', minItems: 1, maxItems: 50, items: { type: 'object' } },
      attachments: { type: 'array', maxItems: 100, items: { type: 'object' } },
      channel: { type: 'string', minLength: 1, maxLength: 100 },
      thread_ts: { type: 'string', pattern: '^\\d+\\.\\d+$' },
      reply_broadcast: { type: 'boolean' },
      unfurl_links: { type: 'boolean' },
      unfurl_media: { type: 'boolean' },
      mrkdwn: { type: 'boolean' },
    },
    anyOf: [{ required: ['text'] }, { required: ['blocks'] }, { required: ['attachments'] }],
    additionalProperties: false,
  },
  example: { text: 'Invoice 4711 was sent.' },
  defaults: { timeoutMs: 15_000 },
  addresses: ['webhookUrl', 'apiUrl'],
  load: () => import('./message.ts').then(({ slackMessageRun }) => ({ run: slackMessageRun })),
})
