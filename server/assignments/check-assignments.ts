/** Whether a set of assignments can be saved: known types, nothing twice, targets that the rules allow. */
import type { FieldError } from '../errors.ts'
import type { Assignment } from '../store/assignments.ts'
import type { TaskError } from '../task/index.ts'

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
  if (assignment.role !== 'consumer' || assignment.handler.kind !== 'http') return []
  const problem = rules.checkTarget(assignment.handler.url, rules.allowTargets)
  return problem === null ? [] : [{ pointer: `${pointer}/handler/url`, detail: problem.message }]
}

export function typesOf(assignments: readonly Assignment[]): string[] {
  return [...new Set(assignments.map((assignment) => assignment.type))]
}
