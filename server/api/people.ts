/** `/people`: who may sign in, and invitations. */
import type { Auth } from '../auth/auth.ts'
import { changeRole, removePerson } from '../auth/change-person.ts'
import { invitePerson } from '../auth/links.ts'
import { listPeople, type PersonRow } from '../store/people.ts'
import * as contract from './contract/people.ts'
import type { Api } from './types.ts'

export interface PeopleServices {
  readonly auth: Auth
}

const toView = (person: PersonRow): contract.Person => ({
  ...person,
  createdAt: person.createdAt.toISOString(),
})

export function registerPeople(api: Api, { auth }: PeopleServices): void {
  api.openapi(contract.listPeople, async (c) => {
    const people = await listPeople(auth.database.prisma)
    return c.json({ items: people.map(toView), nextCursor: null }, 200)
  })

  api.openapi(contract.invitePerson, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    const { url, expiresAt } = await invitePerson(auth, caller, c.req.valid('json'))
    return c.json({ url, expiresAt: expiresAt.toISOString() }, 201)
  })

  api.openapi(contract.patchPerson, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    const person = await changeRole(auth, caller, c.req.valid('param').id, c.req.valid('json').role)
    return c.json(toView(person), 200)
  })

  api.openapi(contract.deletePerson, async (c) => {
    const caller = { actor: c.get('actor'), requestId: c.get('requestId') }
    await removePerson(auth, caller, c.req.valid('param').id)
    return c.body(null, 204)
  })
}
