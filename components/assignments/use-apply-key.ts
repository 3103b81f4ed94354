'use client'
import { useEffect, useRef } from 'react'

/** ⌘↵ (Ctrl+Enter) applies while `active`, wherever the focus is. */
export function useApplyKey(active: boolean, apply: () => void) {
  const latest = useRef(apply)
  useEffect(() => {
    latest.current = apply
  })
  useEffect(() => {
    if (!active) return
    function onKey(event: KeyboardEvent) {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [active])
}
