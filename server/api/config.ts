/** `/projects/{project}/config`: what a project's workers run by. Answered from memory, as bytes made once. */
import { type ReadConfigDeps, readConfig } from '../assignments/read-config.ts'
import * as contract from './contract/assignments.ts'
import type { Api } from './types.ts'

export type ConfigServices = ReadConfigDeps

export function registerConfig(api: Api, services: ConfigServices): void {
  api.openapi(contract.getConfig, async (c) => {
    const { entry, modified } = await readConfig(services, c.var.actor, {
      project: c.req.valid('param').project,
      known: c.req.valid('header')['if-none-match'],
      waitMs: (c.req.valid('query').wait ?? 0) * 1_000,
      signal: c.req.raw.signal,
    })
    const headers = { ETag: entry.etag, 'Cache-Control': 'no-cache' }
    if (!modified) return c.body(null, 304, headers)
    return c.body(entry.body, 200, { ...headers, 'Content-Type': 'application/json' })
  })
}
