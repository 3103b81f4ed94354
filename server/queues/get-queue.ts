/** One queue, as of now. */
import type { QueueView } from '../api/contract/queues.ts'
import { notFound } from '../errors.ts'
import type { QueueBoard } from './queue-board.ts'

/** @throws Refusal 404 */
export async function getQueue(board: QueueBoard, type: string): Promise<QueueView> {
  const view = await board.one(type)
  if (view === null) throw notFound('task type', type)
  return view
}
