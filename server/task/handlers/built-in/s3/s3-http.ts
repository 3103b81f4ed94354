/**
 * Carries the requests of the AWS client over our own connections: those connect only where the target rules allow it,
 * on the address that was resolved. Answers are read up to a size.
 */

import { TaskError } from '../../../errors.ts'
import { checkTargetUrl } from '../../target-rules.ts'
import type { BuiltInTools } from '../built-in.ts'

/** As the AWS client makes it. */
interface Request {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** S3 answers to what we ask with a few hundred bytes. */
const MOST_ANSWER_BYTES = 262_144

/** A `requestHandler` of the AWS client; one request ends after `timeoutMs`. */
export function s3RequestHandler({ agent, allowTargets }: BuiltInTools, timeoutMs: number) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    destroy: () => {},
    async handle(request: Request, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) {
      const origin = originOf(request)
      const forbidden = checkTargetUrl(origin, allowTargets)
      if (forbidden !== null) throw forbidden
      const limit = AbortSignal.timeout(timeoutMs)
      const answer = await agent.request({
        origin,
        path: `${request.path}${queryOf(request.query ?? {})}`,
        method: request.method as 'PUT',
        headers: request.headers,
        body: request.body ?? null,
        signal: abortSignal === undefined ? limit : AbortSignal.any([abortSignal, limit]),
      })
      return {
        response: {
          statusCode: answer.statusCode,
          headers: plain(answer.headers),
          body: await wholeAnswer(answer.body),
        },
      }
    },
  }
}

function originOf({ protocol, hostname, port }: Request): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
}

/** RFC 3986, as it is signed: `encodeURIComponent` leaves out five characters. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

function queryOf(query: NonNullable<Request['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encoded(name)}=${encoded(one)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
}

/** A part of an answer is no answer: completing an upload tells its failure in the body of a 200. */
async function wholeAnswer(body: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MOST_ANSWER_BYTES)
      throw new TaskError('target-failed', `S3 answered with more than ${MOST_ANSWER_BYTES} bytes.`, {
        retryable: true,
      })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
