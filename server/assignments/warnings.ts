/** What somebody should know before edits are saved. Pure; unknown facts give no warning, and are never zero. */
import type { LiveInstance } from '../store/instances.ts'
import type { HandlerConfig } from '../task/index.ts'
import { handlerInWords, secretsOf } from './diff-assignments.ts'
import { consumersOf, type Impact, type PlannedEdit, projectsOf, type TypeChange } from './impact.ts'

export interface Warning {
  readonly level: 'danger' | 'caution'
  readonly code:
    | 'orphaned'
    | 'handler-changes'
    | 'no-live-instance'
    | 'unresolved-secret'
    | 'unknown-handler'
    | 'no-producer'
  readonly project: string | null
  readonly type: string | null
  readonly message: string
}

const count = (value: number, singular: string) =>
  `${value.toLocaleString('en-US')} ${singular}${value === 1 ? '' : 's'}`

/** Warnings about a type: who is left to run it, who is left to publish it, what runs it. */
export function typeWarnings(change: TypeChange, impact: Impact): Warning[] {
  return [...orphaned(change, impact), ...noProducer(change, impact), ...handlerChanges(change)]
}

function orphaned({ type, before }: TypeChange, impact: Impact): Warning[] {
  if (impact.consumersAfter.length > 0) return []
  const had = projectsOf(before, 'consumer').length > 0
  if (!had && impact.producers.length === 0) return []
  const quiet = impact.waiting === 0 && impact.producers.length === 0
  const what = had ? `leaves ${type} without a consumer` : `${type} has no consumer`
  const message = `${what}; ${waitingInWords(impact.waiting)}`
  return [{ level: had && !quiet ? 'danger' : 'caution', code: 'orphaned', project: null, type, message }]
}

function waitingInWords(waiting: number | null): string {
  if (waiting === null) return 'how many tasks wait is unknown'
  return waiting === 0 ? 'no tasks waiting' : `${count(waiting, 'task')} waiting`
}

function noProducer({ type, before }: TypeChange, impact: Impact): Warning[] {
  if (impact.producers.length > 0 || impact.consumersAfter.length === 0) return []
  const had = projectsOf(before, 'producer').length > 0
  const newConsumer = projectsOf(before, 'consumer').length === 0
  if (!had && !newConsumer) return []
  const message = had ? `leaves ${type} without a producer` : `no project produces ${type}`
  return [{ level: 'caution', code: 'no-producer', project: null, type, message }]
}

/** The type is run by something else than before, in the same project or by a move to another. */
function handlerChanges({ type, before, after }: TypeChange): Warning[] {
  const known = new Set(consumersOf(before).map(({ consumer }) => handlerInWords(consumer.handler, type)))
  if (known.size === 0) return []
  return consumersOf(after)
    .filter(({ consumer }) => !known.has(handlerInWords(consumer.handler, type)))
    .map(({ project, consumer }) => ({
      level: 'caution',
      code: 'handler-changes',
      project,
      type,
      message: `${type} will be run by ${handlerInWords(consumer.handler, type)} in ${project}, until now by ${[...known].join(', ')}`,
    }))
}

/** Warnings about a project: can its live instances run what they are given? */
export function projectWarnings(
  { after, diff }: PlannedEdit,
  live: readonly LiveInstance[],
  impacts: readonly Impact[],
): Warning[] {
  const consumed = diff.filter((one) => one.after?.role === 'consumer').map((one) => one.type)
  if (consumed.length > 0 && live.length === 0) return [noLiveInstance(after.project, consumed, impacts)]
  return [...unresolvedSecrets({ after, diff }, live), ...unknownHandlers({ after, diff }, live)]
}

function noLiveInstance(project: string, types: readonly string[], impacts: readonly Impact[]): Warning {
  const stops = impacts.some(
    (one) => types.includes(one.type) && one.workersBefore > 0 && one.workersAfter === 0,
  )
  const what = types.length === 1 ? types[0] : `${types[0]} and ${count(types.length - 1, 'more type')}`
  return {
    level: stops ? 'danger' : 'caution',
    code: 'no-live-instance',
    project,
    type: types.length === 1 ? (types[0] ?? null) : null,
    message: `${project} has no live instance; it will not run ${what} until one starts`,
  }
}

type Edited = Pick<PlannedEdit, 'after' | 'diff'>

function unresolvedSecrets({ after, diff }: Edited, live: readonly LiveInstance[]): Warning[] {
  return changedConsumers(diff).flatMap(({ type, handler }) => {
    return secretsOf(handler).flatMap((secret): Warning[] => {
      const without = live.filter((instance) => instance.unresolvedSecrets.includes(secret)).length
      if (without === 0) return []
      const message = `${secret} does not resolve on ${without} of ${count(live.length, 'live instance')} of ${after.project}`
      return [{ level: 'danger', code: 'unresolved-secret', project: after.project, type, message }]
    })
  })
}

function unknownHandlers({ after, diff }: Edited, live: readonly LiveInstance[]): Warning[] {
  return changedConsumers(diff).flatMap(({ type, handler }) => {
    const needed = neededOf(handler, type)
    if (needed === null) return []
    const without = live.filter((instance) => instance[needed.among]?.includes(needed.name) === false).length
    if (without === 0) return []
    const message = `${without} of ${count(live.length, 'live instance')} of ${after.project} have no ${needed.word} "${needed.name}"`
    return [{ level: 'danger', code: 'unknown-handler', project: after.project, type, message }]
  })
}

/** What an instance must have to run a handler; null when any instance can. */
function neededOf(handler: HandlerConfig, type: string) {
  if (handler.kind === 'function')
    return { among: 'functions', word: 'function', name: handler.name ?? type } as const
  if (handler.kind === 'module')
    return { among: 'modules', word: 'module', name: handler.name ?? type } as const
  if (handler.kind === 'built-in')
    return { among: 'builtIns', word: 'built-in handler', name: handler.name } as const
  if (handler.kind === 'custom')
    return { among: 'customHandlers', word: 'custom handler', name: handler.name } as const
  return null
}

function changedConsumers(diff: PlannedEdit['diff']) {
  return diff.flatMap(({ after }) => (after?.role === 'consumer' ? [after] : []))
}
