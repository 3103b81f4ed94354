/** The few HTTP calls that the demo makes. Any HTTP client would do: `POST /api/v1/tasks` with a bearer token. */
import { env, exit, stderr } from 'node:process'

const url = env.SIGNALBOX_URL
const token = env.SIGNALBOX_TOKEN

export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  if (url === undefined || token === undefined) {
    stderr.write('The demo needs SIGNALBOX_URL and SIGNALBOX_TOKEN; "npm start" sets them.\n')
    exit(1)
  }
  return fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  })
}

/** @throws Error with what Signalbox said when it did not take the task */
export async function publish(type: string, payload: unknown): Promise<void> {
  const response = await call('POST', '/tasks', { type, payload })
  if (!response.ok) throw new Error(`${type} was not taken (${response.status}): ${await response.text()}`)
  await response.body?.cancel()
}
