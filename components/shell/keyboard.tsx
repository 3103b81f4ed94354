'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { shellAction } from './key-sequence'
import { SCREENS } from './screens'

// Loaded when first opened: neither is needed to read a screen.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false })
const Shortcuts = dynamic(() => import('./shortcuts').then((module) => module.Shortcuts), { ssr: false })

const Context = createContext({ openPalette: () => {}, showShortcuts: () => {} })
export const useKeyboard = () => useContext(Context)

const SEQUENCE_MS = 1_200

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select')
}

/** The keys that work on every screen: ⌘K, ?, / and `g` with a letter. */
export function Keyboard({ children }: { children: ReactNode }) {
  const router = useRouter()
  const [palette, setPalette] = useState<boolean | null>(null)
  const [shortcuts, setShortcuts] = useState<boolean | null>(null)
  const pressedG = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const afterG = event.timeStamp - pressedG.current < SEQUENCE_MS
      const command = event.metaKey || event.ctrlKey
      const press = { key: event.key, command, alt: event.altKey, typing: isTyping(event.target), afterG }
      const action = shellAction(press, SCREENS)
      if (action.kind === 'none' && event.key === 'Shift') return
      pressedG.current = action.kind === 'await' ? event.timeStamp : Number.NEGATIVE_INFINITY
      const modal = document.querySelector('[data-overlay]') !== null
      if (action.kind === 'none' || action.kind === 'await' || (modal && action.kind !== 'palette')) return
      if (action.kind === 'search') {
        const search = document.querySelector<HTMLElement>('#screen [data-search]')
        if (!search) return
        search.focus()
      }
      event.preventDefault()
      if (action.kind === 'palette') setPalette((open) => !open)
      if (action.kind === 'shortcuts') setShortcuts(true)
      if (action.kind === 'go') router.push(action.href)
    }
    // In the capture phase: a table's own j and k must not see the second key of a sequence.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [router])

  const keyboard = useMemo(
    () => ({ openPalette: () => setPalette(true), showShortcuts: () => setShortcuts(true) }),
    [],
  )
  return (
    <Context value={keyboard}>
      {children}
      {palette !== null && <Palette open={palette} onOpenChange={setPalette} />}
      {shortcuts !== null && <Shortcuts open={shortcuts} onOpenChange={setShortcuts} />}
    </Context>
  )
}
