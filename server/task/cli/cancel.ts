/** `signalbox cancel`: takes a task that waits out of its queue, through the HTTP API. */
import { z } from 'zod'
import type { WorkerEnvironment } from '../worker/environment.ts'
import { clientFrom } from './api-client.ts'

export interface CancelCommandOptions {
  readonly type?: string
  readonly url?: string
  readonly token?: string
}

/** @throws TaskError `control-plane-refused` that says why: it is not known, runs, or is over */
export async function cancelFromCommandLine(
  id: string,
  options: CancelCommandOptions,
  environment: WorkerEnvironment,
): Promise<void> {
  const api = await clientFrom(options, environment)
  await api.request({
    method: 'DELETE',
    path: `/tasks/${encodeURIComponent(id)}`,
    ...(options.type === undefined ? {} : { query: new URLSearchParams({ type: options.type }) }),
    // An answer without content.
    schema: z.null(),
  })
}
