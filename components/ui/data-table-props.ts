/** What a table is told. */
import type { ReactNode } from 'react'
import type { Sort, SortValue } from './table-order'

export interface Column<R> {
  id: string
  header: ReactNode
  cell: (row: R) => ReactNode
  /** Makes the column sortable; null (unknown) sorts last. */
  sortValue?: (row: R) => SortValue
  /** Figures go to the end; then the first click sorts descending. */
  align?: 'start' | 'end'
  /** Smallest width, px. */
  width: number
  /** Share of the room that is left. */
  grow?: number
  /** As a card on a narrow screen: its heading, a labelled field (default), at the end of the heading, or not at all. */
  card?: 'title' | 'field' | 'aside' | 'hidden'
}

export interface DataTableProps<R> {
  /** The table's name for screen readers. */
  label: string
  columns: readonly Column<R>[]
  /** undefined while the first answer is awaited. */
  rows: readonly R[] | undefined
  rowKey: (row: R) => string
  /** What a row is called when it is selected: the task type's name. */
  rowLabel?: (row: R) => string
  /** Keep it in the URL. */
  sort?: Sort | null
  onSortChange?: (sort: Sort | null) => void
  /** Selected keys; with `onSelectedChange` each row gets a check box. */
  selected?: ReadonlySet<string>
  onSelectedChange?: (selected: ReadonlySet<string>) => void
  /** Enter or click. */
  onOpen?: (row: R) => void
  /** More keys, by letter: what each does with the row on which the keyboard stands. */
  actions?: Readonly<Record<string, (row: R) => void>>
  /** The row that is open in a drawer. */
  openKey?: string | null
  empty?: ReactNode
  /** After the last row: what is shown of how much, the keys. */
  footer?: ReactNode
  /** px */
  rowHeight?: number
  /** Reached the end: load the next page. */
  onEnd?: () => void
  /** Takes the height that its flex column leaves, and scrolls in it; false: as high as its rows. */
  fill?: boolean
}
