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
  const rows: BoardEntry[] = []
  for (const entry of await board.all()) {
    if (entry.view.type <= String(after) || !matches(entry.view, filter)) continue
    rows.push(entry)
    if (rows.length > filter.limit) break
  }
  return pageOf(rows, filter.limit, (entry) => [entry.view.type])
}

const COMMA = Buffer.from(',')

/** The page as JSON, put together from what the board made before. */
export function pageAsJson({ items, nextCursor }: Page<BoardEntry>): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [Buffer.from('{"items":[')]
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(COMMA)
    parts.push(item.json)
  }
  parts.push(Buffer.from(`],"nextCursor":${JSON.stringify(nextCursor)}}`))
  return Buffer.concat(parts)
}
