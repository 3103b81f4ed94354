/** `/tasks/{id}`: where a task is, as far as is known, and cancelling it while it waits. */
import { cancelTask } from '../tasks/cancel-task.ts'
import { type TraceDeps, traceTask } from '../tasks/trace-task.ts'
import * as contract from './contract/tasks.ts'
import type { Api } from './types.ts'

export function registerTaskTrace(api: Api, deps: TraceDeps): void {
  api.openapi(contract.getTask, async (c) => c.json(await traceTask(deps, c.req.valid('param').id), 200))
  api.openapi(contract.cancelTask, async (c) => {
    const request = { id: c.req.valid('param').id, type: c.req.valid('query').type }
    await cancelTask(deps, c.get('actor'), { ...request, requestId: c.get('requestId') })
    return c.body(null, 204)
  })
}
