/** What a table's parts share: what it was told, and how it stands now. */
import type { useRowKeys } from './data-table-keys'
import type { useRowVirtualizer } from './data-table-order'
import type { DataTableProps } from './data-table-props'

export interface ShownTable<R> extends DataTableProps<R> {
  id: string
  orderedRows: readonly R[]
  keys: ReturnType<typeof useRowKeys<R>>
  virtual: ReturnType<typeof useRowVirtualizer<R>>
}
