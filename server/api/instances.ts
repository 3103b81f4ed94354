/** `/instances`: heartbeats, the list, commands. */
import { commandInstance } from '../instances/command-instance.ts'
import { type InstanceWithStatus, listInstances } from '../instances/list-instances.ts'
import type { Liveness } from '../instances/liveness.ts'
import { type HeartbeatDeps, recordHeartbeat } from '../instances/record-heartbeat.ts'
import type { Database } from '../store/database.ts'
import * as contract from './contract/instances.ts'
import type { Api } from './types.ts'

export interface InstanceServices extends Liveness, HeartbeatDeps {
  readonly database: Database
}

const toView = ({ report, startedAt, lastSeenAt, ...rest }: InstanceWithStatus): contract.InstanceView => ({
  ...rest,
  ...report,
  startedAt: startedAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
})

export function registerInstances(api: Api, services: InstanceServices): void {
  api.openapi(contract.putInstance, async (c) => {
    const id = c.req.valid('param').instance
    const heartbeat = c.req.valid('json')
    const answer = await recordHeartbeat(services, c.var.actor, { id, heartbeat })
    return c.json({ ...answer, commands: [...answer.commands] }, 200)
  })
  api.openapi(contract.listInstances, async (c) => {
    const page = await listInstances(services, c.var.actor, c.req.valid('query'))
    return c.json({ items: page.items.map(toView), nextCursor: page.nextCursor }, 200)
  })
  api.openapi(contract.commandInstance, async (c) => {
    const id = c.req.valid('param').instance
    const { command } = c.req.valid('json')
    const input = { id, command, requestId: c.var.requestId }
    return c.json(toView(await commandInstance(services, c.var.actor, input)), 202)
  })
}
