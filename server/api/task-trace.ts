/** `/tasks/{id}`: where a task is, as far as is known. */
import { type TraceDeps, traceTask } from '../tasks/trace-task.ts'
import * as contract from './contract/tasks.ts'
import type { Api } from './types.ts'

export function registerTaskTrace(api: Api, deps: TraceDeps): void {
  api.openapi(contract.getTask, async (c) => c.json(await traceTask(deps, c.req.valid('param').id), 200))
}
