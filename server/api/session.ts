/** `/session`: who am I, sign in, sign out. */
import type { Context } from 'hono'
import type { Auth } from '../auth/auth.ts'
import { changePassword } from '../auth/change-person.ts'
import { signIn, signOut } from '../auth/sign-in.ts'
import { Refusal } from '../errors.ts'
import { findPerson } from '../store/people.ts'
import { personAccount, tokenAccount } from './account.ts'
import type { ClientAddresses } from './client-address.ts'
import * as contract from './contract/people.ts'
import type { Api, ApiEnv } from './types.ts'

export interface SessionServices {
  readonly auth: Auth
  readonly addresses: ClientAddresses
}

export function setCookies(c: Context<ApiEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}

export function registerSession(api: Api, { auth, addresses }: SessionServices): void {
  api.openapi(contract.getSession, async (c) => {
    const actor = c.get('actor')
    if (actor.kind !== 'person') return c.json(tokenAccount(actor), 200)
    const person = await findPerson(auth.database.prisma, actor.id)
    if (person === null) throw new Refusal(401, 'unauthenticated', 'The person has been removed.')
    return c.json(personAccount(person), 200)
  })

  api.openapi(contract.signIn, async (c) => {
    const { person, cookies } = await signIn(auth, {
      ...c.req.valid('json'),
      headers: c.req.raw.headers,
      address: addresses.of(c),
      requestId: c.get('requestId'),
    })
    setCookies(c, cookies)
    return c.json(personAccount(person), 200)
  })

  api.openapi(contract.signOut, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    setCookies(c, await signOut(auth, caller, c.req.raw.headers))
    return c.body(null, 204)
  })

  api.openapi(contract.changePassword, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    const origin = { headers: c.req.raw.headers, address: addresses.of(c) }
    setCookies(c, await changePassword(auth, caller, c.req.valid('json'), origin))
    return c.body(null, 204)
  })
}
