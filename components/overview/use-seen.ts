'use client'
import { useEffect, useRef, useState } from 'react'

const KEPT = 60

/** Values as this page has seen them, oldest first: a sparkline for what the API keeps no series of. */
export function useSeen(value: number | null, at: number): readonly (number | null)[] {
  const last = useRef(0)
  const [seen, setSeen] = useState<readonly (number | null)[]>([])
  useEffect(() => {
    if (at === 0 || at === last.current) return
    last.current = at
    setSeen((values) => [...values, value].slice(-KEPT))
  }, [value, at])
  return seen
}
