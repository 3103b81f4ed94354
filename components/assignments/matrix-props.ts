import type { Queue } from '@/components/queues/use-queues'
import type { CellActions } from './cell-actions'
import type { Cell } from './lens'
import type { Drag } from './use-drag'

export interface MatrixProps {
  types: readonly string[]
  projects: readonly string[]
  cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>
  queues: ReadonlyMap<string, Queue>
  instances: ReadonlyMap<string, { live: number; stale: number }>
  /** "project/type" */
  selected: string
  onSelect: (cell: string) => void
  actions: CellActions
  drag: Drag
  /** How much of how much is shown. */
  note: string
}
