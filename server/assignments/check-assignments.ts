/** Whether a set of assignments can be saved: known types, nothing twice, targets that the rules allow. */
import type { FieldError } from '../errors.ts'
import type { Assignment } from '../store/assignments.ts'
import { builtInAddresses, type HandlerConfig, type TaskError } from '../task/index.ts'

export interface TargetRules {
  /** The core's rule for proxy targets; null when the URL is allowed. */
  readonly checkTarget: (url: string, allowTargets: readonly string[]) => TaskError | null
  /** Private hosts and networks that proxy handlers may reach. */
  readonly allowTargets: readonly string[]
}

/**
 * @param known the task types that exist
 * @param at JSON Pointer of the array in the body; null when it is not in the body
 */
export function checkAssignments(
  assignments: readonly Assignment[],
  known: ReadonlySet<string>,
  rules: TargetRules,
  at: string | null,
): FieldError[] {
  const seen = new Set<string>()
  const errors = assignments.flatMap((assignment, index) => {
    const pointer = `${at}/${index}`
    const key = `${assignment.role} ${assignment.type}`
    const twice = seen.has(key)
    seen.add(key)
    return [
      ...(twice ? [duplicate(assignment, pointer)] : []),
      ...(known.has(assignment.type) ? [] : [unknownType(assignment, pointer)]),
      ...checkHandler(assignment, rules, pointer),
    ]
  })
  return at === null ? errors.map(({ detail }) => ({ detail })) : errors
}

function duplicate({ role, type }: Assignment, pointer: string): FieldError {
  return {
    pointer: `${pointer}/type`,
    detail: `"${type}" stands twice as ${role}; expected one assignment per role and type`,
  }
}

function unknownType({ type }: Assignment, pointer: string): FieldError {
  return { pointer: `${pointer}/type`, detail: `expected a task type that exists, got "${type}"` }
}

function checkHandler(assignment: Assignment, rules: TargetRules, pointer: string): FieldError[] {
  if (assignment.role !== 'consumer') return []
  return addressesOf(assignment.handler).flatMap(({ at, url }) => {
    const problem = rules.checkTarget(url, rules.allowTargets)
    return problem === null ? [] : [{ pointer: `${pointer}/handler/${at}`, detail: problem.message }]
  })
}

/** What a handler calls, as far as its configuration says it in clear. */
function addressesOf(handler: HandlerConfig): readonly { readonly at: string; readonly url: string }[] {
  if (handler.kind === 'http') return [{ at: 'url', url: handler.url }]
  if (handler.kind !== 'built-in') return []
  return builtInAddresses(handler).map(({ option, url }) => ({ at: `options/${option}`, url }))
}

export function typesOf(assignments: readonly Assignment[]): string[] {
  return [...new Set(assignments.map((assignment) => assignment.type))]
}
