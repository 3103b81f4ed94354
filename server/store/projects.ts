/** Projects, with the counts that a list of them shows. */
import type { Db } from './database.ts'

export interface ProjectRow {
  readonly name: string
  readonly description: string
  readonly revision: number
  readonly produces: number
  readonly consumes: number
  /** Instances heard lately, and those of them on another revision. */
  readonly live: number
  readonly stale: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

interface ProjectFilter {
  readonly after?: string
  readonly prefix?: string
  readonly only?: string
  readonly limit: number
}

/** By name, after `after`; one more than `limit` when there is more. One statement however many there are. */
export async function readProjects(
  db: Db,
  liveSince: Date,
  { after, prefix, only, limit }: ProjectFilter,
): Promise<ProjectRow[]> {
  return db.$queryRaw<ProjectRow[]>`
    select p.name, p.description, p.revision, p."createdAt", p."updatedAt",
      a.produces, a.consumes, i.live, i.stale
    from (
      select * from project
      where (${after ?? null}::text is null or name > ${after ?? null})
        and (${prefix ?? null}::text is null or starts_with(name, ${prefix ?? null}))
        and (${only ?? null}::text is null or name = ${only ?? null})
      order by name limit ${limit + 1}::int
    ) p
    cross join lateral (
      select count(*) filter (where role = 'producer')::int as produces,
        count(*) filter (where role = 'consumer')::int as consumes
      from assignment where project = p.name
    ) a
    cross join lateral (
      select count(*)::int as live, count(*) filter (where "appliedRevision" <> p.revision)::int as stale
      from instance where project = p.name and "lastSeenAt" > ${liveSince} and state <> 'stopped'
    ) i
    order by p.name`
}

export async function findProject(db: Db, liveSince: Date, name: string): Promise<ProjectRow | null> {
  const [row] = await readProjects(db, liveSince, { only: name, limit: 1 })
  return row ?? null
}

export interface LockedProject {
  readonly name: string
  readonly revision: number
}

/**
 * Locks the rows in the order of their names, so that two change sets never wait for each other. Leaves their
 * keys free: a heartbeat of a new instance does not have to wait.
 */
export async function lockProjects(db: Db, names: readonly string[]): Promise<LockedProject[]> {
  return db.$queryRaw<LockedProject[]>`
    select name, revision from project where name = any(${[...names]}::text[])
    order by name for no key update`
}

/** Keeps everybody, heartbeats included, from using the row until the transaction ends. */
export async function lockProjectWhole(db: Db, liveSince: Date, name: string): Promise<ProjectRow | null> {
  await db.$queryRaw`select 1 from project where name = ${name} for update`
  return findProject(db, liveSince, name)
}

/** @returns false when the name is taken */
export async function insertProject(
  db: Db,
  project: { name: string; description: string },
): Promise<boolean> {
  const { count } = await db.project.createMany({ data: project, skipDuplicates: true })
  return count === 1
}

export async function updateProject(db: Db, name: string, patch: { description?: string }): Promise<void> {
  await db.project.update({ where: { name }, data: patch })
}

export async function deleteProject(db: Db, name: string): Promise<void> {
  await db.project.delete({ where: { name } })
}

export async function projectExists(db: Db, name: string): Promise<boolean> {
  return (await db.project.count({ where: { name } })) > 0
}
