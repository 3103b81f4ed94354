/** Overrides: time-boxed changes beside the assignments. One whose `until` has passed has ended by itself. */
import { randomUUID } from 'node:crypto'
import type { Database, Db } from './database.ts'

export interface PauseOverride {
  readonly id: string
  readonly type: string
  readonly by: string
  readonly reason: string
  readonly since: Date
  readonly until: Date | null
}

interface PauseRow {
  readonly id: string
  readonly typeName: string
  readonly author: string
  readonly reason: string
  readonly createdAt: Date
  readonly until: Date | null
}

const fromRow = ({ id, typeName, author, reason, createdAt, until }: PauseRow): PauseOverride => ({
  id,
  type: typeName,
  by: author,
  reason,
  since: createdAt,
  until,
})

const activeAt = (now: Date) => ({
  kind: 'pause',
  endedAt: null,
  OR: [{ until: null }, { until: { gt: now } }],
})

/** The pause of this type that is in force, or null. */
export async function findPause(db: Db, type: string, now: Date): Promise<PauseOverride | null> {
  const row = await db.override.findFirst({
    where: { typeName: type, ...activeAt(now) },
    orderBy: { createdAt: 'desc' },
  })
  return row === null ? null : fromRow(row)
}

/** Pauses in force, by type; of these types, or of all. */
export async function activePauses(
  database: Database,
  now: Date,
  types?: readonly string[],
): Promise<ReadonlyMap<string, PauseOverride>> {
  const { rows } = await database.pool.query<PauseOverride>({
    name: 'active-pauses',
    text: `select id, type, author as by, reason, "createdAt" as since, "until" from override
           where kind = 'pause' and "endedAt" is null and ("until" is null or "until" > $1)
             and ($2::text[] is null or type = any($2)) order by "createdAt"`,
    values: [now, types ?? null],
  })
  return new Map(rows.map((row) => [row.type, row]))
}

export async function insertPause(
  db: Db,
  pause: { type: string; by: string; reason: string; since: Date; until: Date | null },
): Promise<void> {
  await db.override.create({
    data: {
      id: randomUUID(),
      kind: 'pause',
      typeName: pause.type,
      author: pause.by,
      reason: pause.reason,
      createdAt: pause.since,
      until: pause.until,
    },
  })
}

/** Ends every pause of the type; one that has ended by itself keeps its own end. */
export async function endPauses(db: Db, type: string, now: Date): Promise<void> {
  await db.override.updateMany({ where: { typeName: type, ...activeAt(now) }, data: { endedAt: now } })
}
