'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'

interface Cursor {
  /** ms; null when nothing is pointed at. */
  at: number | null
  move: (at: number | null) => void
}

const Context = createContext<Cursor | null>(null)

/** Charts inside share one cursor: pointing at a time in one shows it in all. */
export function ChartGroup({ children }: { children: ReactNode }) {
  const [at, move] = useState<number | null>(null)
  return <Context value={{ at, move }}>{children}</Context>
}

/** The group's cursor, or one of its own for a chart that stands alone. */
export function useChartCursor(): Cursor {
  const [at, move] = useState<number | null>(null)
  return useContext(Context) ?? { at, move }
}
