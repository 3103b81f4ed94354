/** The health of a queue as the beginning of a sentence: what it does, before why. Pure. */
import { SIGNAL_LABELS } from '../ui/signal'
import type { Queue } from './use-queues'

type Health = Queue['health']

/** What the worst reason makes of a queue; none where the reason says it in itself. */
const VERBS: Record<string, string> = {
  'target-failing': 'is failing',
  'handler-failing': 'is failing',
  'at-limit': 'falls behind',
  'rate-limited': 'falls behind',
  'long-wait': 'falls behind',
  'no-live-instance': 'is not served',
  'backend-unreachable': 'is cut off',
  paused: 'is paused',
  'assignment-paused': 'is paused',
}

/** "is dying", after the queue's name; empty where the reason says it all. */
export function verbOf({ state, reasons }: Health): string {
  const code = reasons[0]?.code ?? ''
  // Tasks that died an hour ago are no danger any more.
  if (code === 'tasks-died' && state === 'danger') return 'is dying'
  return state === 'clear' ? '' : (VERBS[code] ?? '')
}

/** "Dying", "Falls behind": where the queue's name is in the title already. */
export function titleOf(health: Health): string {
  const verb = verbOf(health).replace(/^is /, '')
  return verb === '' ? SIGNAL_LABELS[health.state] : capitalised(verb)
}

/** Why, without the words that the verb has said already: "paused by li" after "is paused" is "by li". */
export function whyOf({ reasons }: Health): string[] {
  return reasons.map(({ message }, index) =>
    index === 0 ? message.replace(/^paused (?=by|in)/, '') : message,
  )
}

const capitalised = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`

/** A reason is a clause ("no consumer is assigned"); alone it becomes a sentence. */
export const sentenceOf = (clause: string) => (clause === '' ? '' : `${capitalised(clause)}.`)
