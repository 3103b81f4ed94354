/** Queues by type, filtered; keyset pages. */
import type { QueueView } from '../api/contract/queues.ts'
import { decodeCursor, type Page, pageOf } from '../store/cursor.ts'
import type { BoardEntry, QueueBoard } from './queue-board.ts'

export interface QueueFilter {
  readonly prefix?: string | undefined
  readonly backend?: string | undefined
  /** Projects that produce or consume. */
  readonly project?: string | undefined
  readonly health?: QueueView['health']['state'] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

function matches(view: QueueView, { prefix, backend, project, health }: QueueFilter): boolean {
  if (prefix !== undefined && !view.type.startsWith(prefix)) return false
  if (health !== undefined && view.health.state !== health) return false
  if (backend !== undefined && !view.backends.some((one) => one.backend === backend)) return false
  if (project === undefined) return true
  return view.producers.includes(project) || view.consumers.some((consumer) => consumer.project === project)
}

/** @throws Refusal 422 for a cursor that is none */
export async function listQueues(board: QueueBoard, filter: QueueFilter): Promise<Page<BoardEntry>> {
  const [after] = filter.cursor === undefined ? [''] : decodeCursor(filter.cursor, ['string'])
  const entries = await board.all()
  const rows: BoardEntry[] = []
  for (const entry of entries) {
    if (entry.view.type <= String(after) || !matches(entry.view, filter)) continue
    rows.push(entry)
    if (rows.length > filter.limit) break
  }
  return pageOf(rows, filter.limit, (entry) => [entry.view.type])
}
