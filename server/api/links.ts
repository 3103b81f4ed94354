/** `/links`: the set-up link and invitations, seen from their holder. */
import type { Auth } from '../auth/auth.ts'
import { acceptLink, inspectLink } from '../auth/links.ts'
import { personAccount } from './account.ts'
import * as contract from './contract/people.ts'
import { setCookies } from './session.ts'
import type { Api } from './types.ts'

export interface LinkServices {
  readonly auth: Auth
}

export function registerLinks(api: Api, { auth }: LinkServices): void {
  api.openapi(contract.inspectLink, async (c) => {
    const { kind, email, role } = await inspectLink(auth, c.req.valid('json').token)
    return c.json({ kind, email, role }, 200)
  })

  api.openapi(contract.acceptLink, async (c) => {
    const { token, ...newcomer } = c.req.valid('json')
    const person = await acceptLink(auth, token, newcomer, c.get('requestId'))
    const { cookies } = await auth.sessions.signIn(person.email, newcomer.password, c.req.raw.headers)
    setCookies(c, cookies)
    return c.json(personAccount(person), 201)
  })
}
