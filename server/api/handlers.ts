/** `/handlers`: the built-in handlers of this version, and a test of one. */
import { type HandlerTestDeps, testHandler } from '../assignments/test-handler.ts'
import { describeBuiltIns } from '../task/index.ts'
import * as contract from './contract/handlers.ts'
import type { Api } from './types.ts'

export type HandlerServices = HandlerTestDeps

export function registerHandlers(api: Api, services: HandlerServices): void {
  api.openapi(contract.listHandlers, (c) => c.json({ items: describeBuiltIns() }, 200))
  api.openapi(contract.testHandler, async (c) => {
    const { handler, type, payload } = c.req.valid('json')
    const test = { handler, type, payload, requestId: c.var.requestId }
    const { exchanges, ...rest } = await testHandler(services, c.var.actor, test)
    return c.json({ ...rest, exchanges: [...exchanges] }, 200)
  })
}
