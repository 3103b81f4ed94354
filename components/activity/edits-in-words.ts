/** What a change set did, from the summaries of its differences: a stop here and a start there is a move. Pure. */
import { type ChangePart, joined, mono, named, words } from './change-parts'

interface Step {
  readonly project: string
  readonly kind: 'start' | 'stop' | 'change'
  readonly role: 'producing' | 'consuming'
  readonly type: string
  /** "workers 4 → 8"; empty for a start or a stop. */
  readonly details: string
}

const STARTED_OR_STOPPED = /^(start|stop) (producing|consuming) (\S+)/
const CHANGED = /^(produce|consume) ([^\s:]+):? ?(.*)$/

/** One line of an audit entry's diff ("start consuming email.send (4 workers, http)"); null when it is none. */
function readStep(project: string, summary: string): Step | null {
  const moved = STARTED_OR_STOPPED.exec(summary)
  if (moved) {
    const [, kind, role, type = ''] = moved
    return {
      project,
      kind: kind === 'start' ? 'start' : 'stop',
      role: role === 'producing' ? 'producing' : 'consuming',
      type,
      details: '',
    }
  }
  const changed = CHANGED.exec(summary)
  if (!changed) return null
  const [, role, type = '', details = ''] = changed
  return { project, kind: 'change', role: role === 'produce' ? 'producing' : 'consuming', type, details }
}

const isMoveOf = (stop: Step, start: Step) =>
  stop.kind === 'stop' && start.kind === 'start' && stop.role === start.role && stop.type === start.type

function clauseOf(step: Step, to: Step | undefined): ChangePart[] {
  const { project, kind, role, type, details } = step
  if (to)
    return [
      words(role === 'producing' ? 'moved the producer of ' : 'moved '),
      mono(type),
      words(' from '),
      named(project),
      words(' to '),
      named(to.project),
    ]
  if (kind === 'change')
    return [
      words('changed '),
      mono(type),
      words(' in '),
      named(project),
      words(details ? `: ${details}` : ''),
    ]
  const as = role === 'producing' ? 'producer' : 'consumer'
  return [
    words(kind === 'start' ? 'made ' : 'removed '),
    named(project),
    words(kind === 'start' ? ` a ${as} of ` : ` as ${as} of `),
    mono(type),
  ]
}

const SHOWN = 3

/** Clauses for all steps, moves first; past three they are counted. */
export function stepsInWords(
  diffs: readonly { project: string; summaries: readonly string[] }[],
): ChangePart[] {
  const steps = diffs.flatMap(({ project, summaries }) =>
    summaries.flatMap((summary) => readStep(project, summary) ?? []),
  )
  const taken = new Set<Step>()
  const moves = steps.flatMap((stop) => {
    const start = steps.find((candidate) => !taken.has(candidate) && isMoveOf(stop, candidate))
    if (!start) return []
    taken.add(stop).add(start)
    return [clauseOf(stop, start)]
  })
  const rest = steps.filter((step) => !taken.has(step)).map((step) => clauseOf(step, undefined))
  const clauses = [...moves, ...rest]
  const more = clauses.length - SHOWN
  return [...joined(clauses.slice(0, SHOWN)), ...(more > 0 ? [words(`, and ${more} more`)] : [])]
}
