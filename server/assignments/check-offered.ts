/**
 * Whether custom handlers can run where they are assigned: their code is with the workers, so only live instances can
 * tell. What stands already is left alone: with all workers down, somebody must still be able to change something else.
 */
import type { FieldError } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { type Assignment, readAssignments } from '../store/assignments.ts'
import type { Db } from '../store/database.ts'
import { type CustomHandlerOffer, readCustomHandlerOffers, readLiveInstances } from '../store/instances.ts'

/** Of an `Edit`, what is read here. */
interface Wanted {
  readonly project: string
  readonly assignments: readonly Assignment[]
  readonly at: string | null
}

interface Needed {
  readonly project: string
  readonly type: string
  readonly name: string
  /** Null when the assignment is not in the body. */
  readonly pointer: string | null
}

/**
 * A handler of a project without a live instance passes when another project's instances have it: the code is
 * somewhere, and a preview warns that nothing runs yet.
 */
export async function checkOffered(
  tx: Db,
  liveness: Liveness,
  edits: readonly Wanted[],
): Promise<FieldError[]> {
  const wanted = edits.flatMap(neededBy)
  if (wanted.length === 0) return []
  const projects = [...new Set(wanted.map(({ project }) => project))]
  const standing = await readAssignments(tx, projects)
  const needed = wanted.filter((one) => !stands(one, standing.get(one.project) ?? []))
  if (needed.length === 0) return []
  const since = liveSince(liveness)
  const names = [...new Set(needed.map(({ name }) => name))]
  const offers = await readCustomHandlerOffers(tx, names, since)
  const live = new Set((await readLiveInstances(tx, projects, since)).map(({ project }) => project))
  return needed.flatMap((one) => problemOf(one, offers, live.has(one.project)))
}

function neededBy({ project, assignments, at }: Wanted): Needed[] {
  return assignments.flatMap((assignment, index) => {
    const name = customNameOf(assignment)
    const pointer = at === null ? null : `${at}/${index}/handler/name`
    return name === null ? [] : [{ project, type: assignment.type, name, pointer }]
  })
}

function customNameOf(assignment: Assignment): string | null {
  if (assignment.role !== 'consumer' || assignment.handler.kind !== 'custom') return null
  return assignment.handler.name
}

const stands = ({ type, name }: Needed, assignments: readonly Assignment[]) =>
  assignments.some((assignment) => assignment.type === type && customNameOf(assignment) === name)

function problemOf(needed: Needed, offers: readonly CustomHandlerOffer[], hasLive: boolean): FieldError[] {
  const { project, name, pointer } = needed
  const having = offers.filter((offer) => offer.name === name)
  const here = having.some((offer) => offer.project === project)
  if (here || (having.length > 0 && !hasLive)) return []
  const detail = `No live instance of ${project} offers ${name}; it is offered by${inWords(having)}.`
  return [pointer === null ? { detail } : { pointer, detail }]
}

function inWords(offers: readonly CustomHandlerOffer[]): string {
  if (offers.length === 0) return ' none: start a worker with --handlers'
  const list = offers.map(
    ({ project, instances }) => `${project} (${instances} ${instances === 1 ? 'instance' : 'instances'})`,
  )
  return `: ${list.join(', ')}`
}
