'use client'
import { useSyncExternalStore } from 'react'

/** Whether a CSS media query holds now. False while rendering on the server. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )
}

/** Below the width at which a table becomes cards and a drawer covers the screen. */
export const NARROW = '(max-width: 47.99rem)'
