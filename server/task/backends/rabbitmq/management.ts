/** The broker's management HTTP API: counts that AMQP does not tell. Its figures are up to five seconds old. */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { z } from 'zod'
import type { RabbitTarget } from './connection.ts'
import { unavailable } from './rabbitmq-error.ts'

const TIMEOUT_MS = 10_000
const COLUMNS = 'name,messages,messages_ready,messages_unacknowledged,message_stats.ack'
/** Asked one by one up to this many; beyond, the list of all queues is cheaper. */
const FEW = 8

const count = z.number().int().min(0)
/** A queue that was just made has no figures yet. */
const queueFigures = z.object({
  name: z.string(),
  messages: count.optional(),
  messages_ready: count.optional(),
  messages_unacknowledged: count.optional(),
  // Where there are none, an empty list.
  message_stats: z.union([z.object({ ack: count.optional() }), z.tuple([])]).optional(),
})
export type QueueFigures = z.infer<typeof queueFigures>

export class Management {
  readonly #base: URL
  readonly #target: RabbitTarget
  readonly #vhost: string

  /** @param url with its own credentials, or it gets those of the AMQP address */
  constructor(url: string, target: RabbitTarget) {
    this.#base = new URL(url.endsWith('/') ? url : `${url}/`)
    this.#target = target
    const amqp = new URL(target.url)
    if (this.#base.username === '') {
      this.#base.username = amqp.username || 'guest'
      this.#base.password = amqp.password || 'guest'
    }
    this.#vhost = encodeURIComponent(decodeURIComponent(amqp.pathname.slice(1)) || '/')
  }

  /**
   * By name; a queue that does not exist is not in it.
   * @throws TaskError `backend-unavailable`
   */
  async queues(names: readonly string[]): Promise<Map<string, QueueFigures>> {
    const found =
      names.length > FEW ? await this.#all() : await Promise.all(names.map((name) => this.#one(name)))
    return new Map(found.flatMap((figures) => (figures === null ? [] : [[figures.name, figures] as const])))
  }

  async #all(): Promise<QueueFigures[]> {
    return z.array(queueFigures).parse(await this.#get(`api/queues/${this.#vhost}?columns=${COLUMNS}`))
  }

  async #one(name: string): Promise<QueueFigures | null> {
    const answer = await this.#get(`api/queues/${this.#vhost}/${encodeURIComponent(name)}?columns=${COLUMNS}`)
    return answer === null ? null : queueFigures.parse(answer)
  }

  /** null for 404. */
  async #get(path: string): Promise<unknown> {
    try {
      return await this.#answer(new URL(path, this.#base))
    } catch (cause) {
      throw unavailable(cause)
    }
  }

  #answer(url: URL): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    const asked = send(url, {
      ...this.#target.tls,
      auth: credentials,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    asked.on('error', reject)
    asked.on('response', (response) => {
      const { statusCode } = response
      if (statusCode === 200) return void readJson(response).then(resolve, reject)
      response.resume()
      if (statusCode === 404) resolve(null)
      else reject(new Error(`the management API answered ${statusCode}`))
    })
    asked.end()
    return promise
  }
}

async function readJson(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}
