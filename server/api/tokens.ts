/** `/tokens`: programs' ways in. A secret is in one answer and nowhere else. */
import type { Auth } from '../auth/auth.ts'
import { createToken, listTokens, revokeToken } from '../auth/tokens.ts'
import type { TokenRow } from '../store/tokens.ts'
import * as contract from './contract/people.ts'
import type { Api } from './types.ts'

export interface TokenServices {
  readonly auth: Auth
}

const toView = (row: TokenRow): contract.TokenView => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: [...row.scopes],
  project: row.project,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
})

export function registerTokens(api: Api, { auth }: TokenServices): void {
  api.openapi(contract.listTokens, async (c) => {
    const rows = await listTokens(auth, c.get('actor'), c.req.valid('query').project)
    return c.json({ items: rows.map(toView), nextCursor: null }, 200)
  })

  api.openapi(contract.createToken, async (c) => {
    const { expiresAt, ...fields } = c.req.valid('json')
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    const expiry = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }
    const { row, secret } = await createToken(auth, caller, { ...fields, ...expiry })
    return c.json({ ...toView(row), token: secret }, 201)
  })

  api.openapi(contract.revokeToken, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    await revokeToken(auth, caller, c.req.valid('param').id)
    return c.body(null, 204)
  })
}
