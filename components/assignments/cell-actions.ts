/** What can be done to a cell, with the key that does it. One list for the menu, the keyboard and the help. */
import type { Cell } from './lens'

export interface CellActions {
  readonly edit: (cell: Place) => void
  readonly move: (cell: Place) => void
  readonly toggleProducer: (cell: Place, produces: boolean) => void
  readonly stopConsuming: (cell: Place) => void
  readonly revert: (cell: Cell) => void
}
export type Place = Pick<Cell, 'project' | 'type'>

export interface CellAction {
  readonly key: string
  readonly label: string
  readonly danger?: boolean
  readonly run: () => void
}

const live = (part: { change: string | null } | null | undefined) => part != null && part.change !== 'removed'

export function actionsOf(place: Place, cell: Cell | undefined, actions: CellActions): CellAction[] {
  const consumes = live(cell?.consumer)
  const produces = live(cell?.producer)
  const edited = cell?.consumer?.change != null || cell?.producer?.change != null
  return [
    { key: 'Enter', label: consumes ? 'Edit consumer…' : 'Add consumer…', run: () => actions.edit(place) },
    ...(consumes ? [{ key: 'm', label: 'Move to project…', run: () => actions.move(place) }] : []),
    {
      key: 'p',
      label: produces ? 'Stop producing' : 'Produce',
      run: () => actions.toggleProducer(place, !produces),
    },
    ...(consumes
      ? [{ key: 'Delete', label: 'Stop consuming', danger: true, run: () => actions.stopConsuming(place) }]
      : []),
    ...(edited && cell ? [{ key: 'z', label: 'Put back as saved', run: () => actions.revert(cell) }] : []),
  ]
}

export const keyName = (key: string) => (key.length === 1 ? key.toUpperCase() : key)
