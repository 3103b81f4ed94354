/** People: the rows that better-auth reads, written here where creation must share a transaction with something else. */
import { randomUUID } from 'node:crypto'
import { PERSON_ROLES, type PersonRole } from '../auth/scopes.ts'
import type { Db } from './database.ts'

export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: PersonRole
  readonly createdAt: Date
}

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly role: PersonRole
  /** As better-auth hashes it. */
  readonly passwordHash: string
}

const COLUMNS = { id: true, name: true, email: true, role: true, createdAt: true } as const

/** A role that this version does not know gives nothing. */
export function knownRole(role: string | null | undefined): PersonRole | null {
  return PERSON_ROLES.find((known) => known === role) ?? null
}

const toPerson = (row: Omit<PersonRow, 'role'> & { role: string | null }): PersonRow => ({
  ...row,
  role: knownRole(row.role) ?? 'viewer',
})

export async function listPeople(db: Db): Promise<PersonRow[]> {
  const rows = await db.user.findMany({ select: COLUMNS, orderBy: [{ name: 'asc' }, { email: 'asc' }] })
  return rows.map(toPerson)
}

export async function findPerson(db: Db, id: string): Promise<PersonRow | null> {
  const row = await db.user.findUnique({ where: { id }, select: COLUMNS })
  return row === null ? null : toPerson(row)
}

export async function personExists(db: Db, email: string): Promise<boolean> {
  return (await db.user.count({ where: { email: email.toLowerCase() } })) > 0
}

export async function adminExists(db: Db): Promise<boolean> {
  return (await db.user.findFirst({ where: { role: 'admin' }, select: { id: true } })) !== null
}

/** Inserts the person with a password account, in the shape that better-auth's e-mail sign-in looks for. */
export async function insertPerson(db: Db, person: NewPerson): Promise<PersonRow> {
  const id = randomUUID()
  const { passwordHash, ...fields } = person
  const row = await db.user.create({
    data: {
      id,
      ...fields,
      email: person.email.toLowerCase(),
      emailVerified: true,
      accounts: {
        create: { id: randomUUID(), accountId: id, providerId: 'credential', password: passwordHash },
      },
    },
    select: COLUMNS,
  })
  return toPerson(row)
}

/** @returns null when there is no such person */
export async function updateRole(db: Db, id: string, role: PersonRole): Promise<PersonRow | null> {
  const { count } = await db.user.updateMany({ where: { id }, data: { role } })
  return count === 0 ? null : findPerson(db, id)
}

export async function countAdmins(db: Db): Promise<number> {
  return db.user.count({ where: { role: 'admin' } })
}

/** With the person go their sessions, password and tokens. */
export async function deletePerson(db: Db, id: string): Promise<void> {
  await db.user.deleteMany({ where: { id } })
}

export async function deleteSession(db: Db, token: string): Promise<void> {
  await db.session.deleteMany({ where: { token } })
}
