/** Which tasks of an answer were not stored, because another one holds their unique key. */
import type { Duplicate } from '../backends/backend.ts'

export function withDuplicates<T extends { readonly id: string }>(
  tasks: readonly T[],
  duplicates: readonly Duplicate[],
): (T & { readonly duplicateOf?: string })[] {
  const holders = new Map(duplicates.map(({ id, of }) => [id, of]))
  return tasks.map((task) => {
    const duplicateOf = holders.get(task.id)
    return duplicateOf === undefined ? task : { ...task, duplicateOf }
  })
}
