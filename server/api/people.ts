/** `/people`: who may sign in, and invitations. */
import type { Auth } from '../auth/auth.ts'
import { invitePerson } from '../auth/links.ts'
import { listPeople } from '../store/people.ts'
import * as contract from './contract/people.ts'
import type { Api } from './types.ts'

export interface PeopleServices {
  readonly auth: Auth
}

export function registerPeople(api: Api, { auth }: PeopleServices): void {
  api.openapi(contract.listPeople, async (c) => {
    const people = await listPeople(auth.database.prisma)
    const items = people.map((person) => ({ ...person, createdAt: person.createdAt.toISOString() }))
    return c.json({ items, nextCursor: null }, 200)
  })

  api.openapi(contract.invitePerson, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    const { url, expiresAt } = await invitePerson(auth, caller, c.req.valid('json'))
    return c.json({ url, expiresAt: expiresAt.toISOString() }, 201)
  })
}
