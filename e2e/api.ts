/** The HTTP API as a program uses it: with a token, reading what the contract promises. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Product } from './product.ts'

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly etag: string | null
  readonly contentType: string | null
  readonly body: T
}

export function apiOf(product: Pick<Product, 'url' | 'token'>) {
  return async function call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${product.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${product.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      etag: response.headers.get('etag'),
      contentType: response.headers.get('content-type'),
      body: (text === '' ? {} : JSON.parse(text)) as T,
    }
  }
}

export type Call = ReturnType<typeof apiOf>

/** Calls and insists on a 2xx. */
export async function mustCall<T = Record<string, unknown>>(
  call: Call,
  ...args: Parameters<Call>
): Promise<T> {
  const answer = await call<T>(...args)
  if (answer.status >= 300)
    throw new Error(`${args[0]} ${args[1]}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Publishes with the real curl, as any shell would; returns the task's id. */
export async function publishWithCurl(product: Product, type: string, payload: unknown): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--show-error',
    '--fail-with-body',
    '-X',
    'POST',
    `${product.url}/api/v1/tasks`,
    '-H',
    `Authorization: Bearer ${product.token}`,
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify({ type, payload }),
  ])
  const { tasks } = JSON.parse(stdout) as { tasks: { id: string }[] }
  const id = tasks[0]?.id
  if (id === undefined) throw new Error(`Expected one task in ${stdout}`)
  return id
}
