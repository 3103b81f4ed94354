/** The caller, as the API shows them. */
import type { Actor } from '../auth/scopes.ts'
import { scopesOfRole } from '../auth/scopes.ts'
import type { PersonRow } from '../store/people.ts'
import type { Account } from './contract/index.ts'

export const personAccount = (person: PersonRow): Account => ({
  kind: 'person',
  id: person.id,
  name: person.name,
  email: person.email,
  role: person.role,
  scopes: [...scopesOfRole(person.role)],
  project: null,
})

export const tokenAccount = (actor: Actor): Account => ({
  kind: 'token',
  id: actor.id,
  name: actor.name,
  email: null,
  role: null,
  scopes: [...actor.scopes],
  project: actor.project ?? null,
})
