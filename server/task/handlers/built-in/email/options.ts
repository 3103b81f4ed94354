/** What the handler for e-mail is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

/** One address, bare or after a name: "Shop <shop@example.com>". No sign of it can end a header or begin another address. */
export const ADDRESS_PATTERN =
  '^(?:[^\\u0000-\\u001f\\u007f<>@,;:"()\\\\]{1,200} ?<[^\\s<>@,;:"()\\\\]{1,64}@[^\\s<>@,;:"()\\\\]{1,255}>|[^\\s<>@,;:"()\\\\]{1,64}@[^\\s<>@,;:"()\\\\]{1,255})$'

const address = (title: string, description: string) =>
  z
    .string()
    .regex(new RegExp(ADDRESS_PATTERN, 'u'), 'expected an address, such as "Shop <shop@example.com>"')
    .meta({ title, description })

export const options = z
  .strictObject({
    host: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,255}$/, 'expected a host name or an IP address')
      .meta({ title: 'Host', description: 'Of the mail server that takes messages in' }),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .meta({ title: 'Port', description: '587 for STARTTLS, 465 for TLS from the start' }),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
      title: 'Security',
      description: 'STARTTLS is required, not merely tried; "none" sends everything readable',
    }),
    user: secretOption('User', 'To sign in with, together with a password').optional(),
    password: secretOption('Password', 'Of the user').optional(),
    from: address('From', 'Sender of all messages'),
    replyTo: address('Reply to', 'Where answers go; the payload may name another').optional(),
    ca: secretOption(
      'Certificate authority',
      'PEM of the authority to trust, for a server with a private one',
    ).optional(),
  })
  .check((ctx) => {
    const { user, password } = ctx.value
    if ((user === undefined) === (password === undefined)) return
    const message = 'expected user and password together, got one of them'
    ctx.issues.push({ code: 'custom', path: ['password'], message, input: ctx.value })
  })
export type EmailOptions = z.infer<typeof options>
