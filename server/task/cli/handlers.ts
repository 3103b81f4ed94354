/** `signalbox handlers`: which built-in handlers there are, what one needs, and a test of one. */
import { z } from 'zod'
import { TaskError } from '../errors.ts'
import { type BuiltInDescription, describeBuiltIns } from '../handlers/built-in/catalog.ts'
import type { ApiClient } from './api-client.ts'
import { plainText, table } from './words.ts'

/** One line each: name and what it does. */
export const handlerLines = (width: number): string[] =>
  table(
    describeBuiltIns().map(({ name, description }) => [name, description]),
    width,
  )

/** @throws TaskError `handler-missing` */
export function readHandler(name: string): BuiltInDescription {
  const found = describeBuiltIns().find((one) => one.name === name)
  if (found !== undefined) return found
  const known = describeBuiltIns().map((one) => one.name)
  throw new TaskError(
    'handler-missing',
    `There is no built-in handler "${name}"; there are: ${known.join(', ')}.`,
  )
}

type Described = { readonly type?: string; readonly title?: string; readonly description?: string }

function optionRows({ options }: BuiltInDescription): string[][] {
  const required = (options.required ?? []) as readonly string[]
  return Object.entries((options.properties ?? {}) as Record<string, Described>).map(
    ([name, { title = '', description = '' }]) => [
      name,
      required.includes(name) ? 'required' : 'optional',
      [title, description].filter((part) => part !== '').join(': '),
    ],
  )
}

export function handlerText(handler: BuiltInDescription, width: number): string {
  const { name, title, description, defaults, needs, payload, example } = handler
  return [
    `${name}  ${title}`,
    description,
    ...(needs === null ? [] : [`Workers need the package ${needs}.`]),
    `Suits it: a timeout of ${defaults.timeoutMs} ms${defaults.maxAttempts === undefined ? '' : `, ${defaults.maxAttempts} attempts`}.`,
    '',
    'Options',
    ...table(optionRows(handler), width),
    '',
    `Payload, for example ${JSON.stringify(example)}`,
    JSON.stringify(payload, null, 2),
  ].join('\n')
}

const body = z.object({ text: z.string().nullable(), note: z.string().nullable() })
const testSchema = z.looseObject({
  verdict: z.enum(['done', 'retry', 'dead']),
  reason: z.string().nullable(),
  error: z.object({ message: z.string() }).nullable(),
  tookMs: z.number(),
  exchanges: z.array(
    z.looseObject({
      request: z.looseObject({ method: z.string(), url: z.string(), body }),
      response: z.looseObject({ status: z.number(), body }).nullable(),
      tookMs: z.number(),
    }),
  ),
})
export type HandlerTestAnswer = z.infer<typeof testSchema>

export interface TestOptions {
  readonly payload?: string
  readonly options: string
}

function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TaskError('config-invalid', `${what}: expected JSON: ${(cause as Error).message}`, { cause })
  }
}

/** @throws TaskError that says what was refused, and at which field */
export function testHandler(api: ApiClient, name: string, given: TestOptions): Promise<HandlerTestAnswer> {
  const { example } = readHandler(name)
  const handler = { kind: 'built-in', name, options: parsed('--options', given.options) }
  const payload = given.payload === undefined ? example : parsed('--payload', given.payload)
  return api.request({
    method: 'POST',
    path: '/handlers/test',
    body: { handler, payload },
    schema: testSchema,
  })
}

export function testLines({ verdict, reason, error, tookMs, exchanges }: HandlerTestAnswer): string[] {
  const why = [reason === null ? '' : ` (${reason})`, error === null ? '' : `: ${error.message}`].join('')
  return [
    `${verdict}${why}, ${tookMs} ms`,
    ...exchanges.flatMap(({ request, response, tookMs: ms }) => [
      `> ${request.method} ${request.url}`,
      ...(request.body.text ? [`> ${request.body.text}`] : []),
      `< ${response?.status ?? 'no answer'}, ${ms} ms`,
      ...(response?.body.text ? [`< ${response.body.text}`] : []),
    ]),
  ].map(plainText)
}
