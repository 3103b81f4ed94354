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

const movedClause = ({ project, role, type }: Step, to: Step): ChangePart[] => [
  words(role === 'producing' ? 'moved the producer of ' : 'moved '),
  mono(type),
  words(' from '),
  named(project),
  words(' to '),
  named(to.project),
]

const changedClause = ({ project, type, details }: Step): ChangePart[] => [
  words('changed '),
  mono(type),
  words(' in '),
  named(project),
  words(details ? `: ${details}` : ''),
]

/** What one project was made, or is no more, in one role: all its types together. */
function roleClause([first, ...others]: readonly Step[]): ChangePart[] {
  if (first === undefined) return []
  const { project, kind, role, type } = first
  const as = role === 'producing' ? 'producer' : 'consumer'
  return [
    words(kind === 'start' ? 'made ' : 'removed '),
    named(project),
    words(kind === 'start' ? ` a ${as} of ` : ` as ${as} of `),
    ...joined([type, ...others.map((step) => step.type)].map((name) => [mono(name)])),
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
    return [movedClause(stop, start)]
  })
  const rest = steps.filter((step) => !taken.has(step))
  const roles = Map.groupBy(
    rest.filter((step) => step.kind !== 'change'),
    ({ project, kind, role }) => `${project} ${kind} ${role}`,
  )
  const changes = rest.filter((step) => step.kind === 'change').map(changedClause)
  const clauses = [...moves, ...[...roles.values()].map(roleClause), ...changes]
  const more = clauses.length - SHOWN
  return [...joined(clauses.slice(0, SHOWN)), ...(more > 0 ? [words(`, and ${more} more`)] : [])]
}
