/** What `push.airship` is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../../secret-options.ts'

export const options = z
  .strictObject({
    appKey: z.string().min(1).max(100).meta({ title: 'App key', description: 'Of the Airship project.' }),
    masterSecret: secretOption('Master secret', 'Of the project. Give this or a bearer token.').optional(),
    bearerToken: secretOption(
      'Bearer token',
      'One that may send. Give this or the master secret.',
    ).optional(),
    audience: z.enum(['channel', 'named-user']).default('channel').meta({
      title: 'Audience',
      description: "What the payload's token is: the ID of a channel, or of a named user.",
    }),
    apiUrl: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .default('https://api.urbanairship.com')
      .meta({
        title: 'API address',
        description: 'Of your site.',
        examples: ['https://api.asnapieu.com'],
      }),
  })
  .check((ctx) => {
    const { masterSecret, bearerToken } = ctx.value
    if ((masterSecret === undefined) === (bearerToken === undefined))
      ctx.issues.push({
        code: 'custom',
        path: ['masterSecret'],
        message: `expected either masterSecret or bearerToken, got ${masterSecret === undefined ? 'neither' : 'both'}`,
        input: ctx.value,
      })
  })
export type AirshipOptions = z.infer<typeof options>
