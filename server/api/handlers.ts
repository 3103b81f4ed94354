/** `/handlers`: the built-in handlers of this version. */
import { describeBuiltIns } from '../task/index.ts'
import { listHandlers } from './contract/handlers.ts'
import type { Api } from './types.ts'

export function registerHandlers(api: Api): void {
  api.openapi(listHandlers, (c) => c.json({ items: describeBuiltIns() }, 200))
}
