/** Instances by project, newest start first. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { decodeCursor, type Page, pageOf } from '../store/cursor.ts'
import type { Database } from '../store/database.ts'
import { type InstanceRow, readInstances } from '../store/instances.ts'
import { type InstanceStatus, type Liveness, liveSince, statusOf } from './liveness.ts'

export interface InstanceWithStatus extends InstanceRow {
  readonly status: InstanceStatus
  /** Live, but on another revision than desired. */
  readonly stale: boolean
}

export interface ListInput {
  readonly project?: string
  readonly status?: InstanceStatus
  readonly cursor?: string
  readonly limit: number
}

/** A project's token sees its own project. */
export async function listInstances(
  deps: Liveness & { readonly database: Database },
  actor: Actor,
  { project = actor.project, status, cursor, limit }: ListInput,
): Promise<Page<InstanceWithStatus>> {
  if (project !== undefined) requireProject(actor, project)
  const since = liveSince(deps)
  const after = cursor === undefined ? undefined : positionOf(cursor)
  const rows = await readInstances(deps.database.prisma, { project, status, liveSince: since, after, limit })
  return pageOf(
    rows.map((row) => withStatus(row, since)),
    limit,
    (row) => [row.project, row.startedAt.getTime(), row.id],
  )
}

function positionOf(cursor: string) {
  const [project, startedAtMs, id] = decodeCursor(cursor, ['string', 'number', 'string'])
  return { project: String(project), startedAt: new Date(Number(startedAtMs)), id: String(id) }
}

export function withStatus(row: InstanceRow, since: Date): InstanceWithStatus {
  const status = statusOf(row, since)
  return { ...row, status, stale: status === 'live' && row.appliedRevision !== row.desiredRevision }
}
