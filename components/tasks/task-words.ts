/** What the states and events of a task are called and how they look. Pure. */
import type { Schemas } from '@/components/api/client'
import type { SignalState } from '@/components/ui/signal'

export type TaskTrace = Schemas['TaskTrace']
export type TaskState = TaskTrace['state']
export type TaskEvent = TaskTrace['events'][number]

export const TASK_STATES: Readonly<Record<TaskState, { signal: SignalState; name: string }>> = {
  queued: { signal: 'unknown', name: 'Queued' },
  running: { signal: 'clear', name: 'Running' },
  retrying: { signal: 'caution', name: 'Retrying' },
  succeeded: { signal: 'clear', name: 'Succeeded' },
  dead: { signal: 'danger', name: 'Dead' },
  replaying: { signal: 'caution', name: 'Replaying' },
}

/** It is looked at while it happens, and what a worker does with it is not announced. */
const MOVING_EVERY_MS = 2_000
/** A dead one may be replayed, an unknown one published. */
const STILL_EVERY_MS = 10_000

/** How often one in this state is read again, ms; never once it has succeeded. */
export function readEvery(state: TaskState | undefined): number | false {
  if (state === 'succeeded') return false
  return state === undefined || state === 'dead' ? STILL_EVERY_MS : MOVING_EVERY_MS
}

/** The colour of an event's mark; null is a plain one. */
export function markOf(kind: TaskEvent['kind']): string | null {
  if (kind === 'died') return 'border-danger bg-danger'
  if (kind === 'succeeded') return 'border-clear bg-clear'
  if (kind === 'failed') return 'border-caution bg-panel'
  return null
}

/** A task's address in the console. */
export const taskHref = (id: string) => `/tasks/${encodeURIComponent(id)}`

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Ids of foreign programs: anything of one piece that holds a digit. */
const OTHER_ID = /^(?=\S*\d)\S{6,200}$/

/** How surely what was typed is a task's id: `surely` before everything else that is offered, `maybe` after it. */
export function looksLikeTaskId(text: string): 'surely' | 'maybe' | null {
  const id = text.trim()
  if (UUID.test(id)) return 'surely'
  return OTHER_ID.test(id) ? 'maybe' : null
}
