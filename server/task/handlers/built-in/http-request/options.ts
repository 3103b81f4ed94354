/** What a handler for HTTP requests is told by its configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

/** Theirs is the connection, or the framing of the body. */
const OURS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect', 'te'])

const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'expected the name of a header, such as "accept"')
  .refine(
    (name) => !OURS.has(name.toLowerCase()),
    'expected a header that may be chosen, not one of the connection',
  )

export const options = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .meta({ title: 'URL', description: 'What is called, once per task' }),
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']).default('POST').meta({ title: 'Method' }),
    payloadAs: z
      .enum(['body', 'query'])
      .default('body')
      .meta({ title: 'Payload as', description: 'The body of the request, or the parameters of its URL' }),
    headers: z
      .record(
        headerName,
        z
          .string()
          .max(4_096)
          .regex(/^[\t\x20-\x7e]*$/, 'expected printable ASCII'),
      )
      .optional()
      .meta({ title: 'Headers', description: 'One a line' }),
    secretHeaders: z.record(headerName, secretOption('Secret header', 'Its whole value')).optional().meta({
      title: 'Secret headers',
      description:
        'One a line; the value is a reference to a secret that holds the whole value, such as "Bearer …"',
    }),
    idempotencyHeader: headerName.default('Idempotency-Key').meta({
      title: 'Idempotency header',
      description: 'Carries the id of the task, the same with every attempt',
    }),
  })
  .check((ctx) => {
    if (ctx.value.method === 'GET' && ctx.value.payloadAs === 'body')
      ctx.issues.push({
        code: 'custom',
        path: ['payloadAs'],
        message: 'expected "query" with the method GET, which has no body, got "body"',
        input: ctx.value.payloadAs,
      })
  })
export type HttpRequestOptions = z.infer<typeof options>
