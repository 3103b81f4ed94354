'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { shellAction, typedAhead } from './key-sequence'
import { PaletteFrame } from './palette-frame'
import { SCREENS } from './screens'

// Loaded when first opened: neither is needed to read a screen.
const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }))
const Shortcuts = dynamic(() => import('./shortcuts').then((module) => module.Shortcuts), { ssr: false })

const Context = createContext({ openPalette: () => {}, showShortcuts: () => {} })
export const useKeyboard = () => useContext(Context)

const SEQUENCE_MS = 1_200

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select')
}

const isBehind = ({ target }: KeyboardEvent) =>
  !(target instanceof Element && target.closest('[data-overlay]') !== null)
const isPaletteKey = ({ key, metaKey, ctrlKey }: KeyboardEvent) =>
  (metaKey || ctrlKey) && key.toLowerCase() === 'k'

/** The keys that work on every screen: ⌘K, ?, / and `g` with a letter. */
export function Keyboard({ children }: { children: ReactNode }) {
  const router = useRouter()
  const [palette, setPalette] = useState<boolean | null>(null)
  const [shortcuts, setShortcuts] = useState<boolean | null>(null)
  const [text, setText] = useState('')
  const pressedG = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (palette && isBehind(event) && !isPaletteKey(event)) {
        pressedG.current = Number.NEGATIVE_INFINITY
        keepForPalette(event)
        return
      }
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
      if (action.kind === 'palette') {
        setText('')
        setPalette((open) => !open)
      }
      if (action.kind === 'shortcuts') setShortcuts(true)
      if (action.kind === 'go') router.push(action.href)
    }
    /** The palette was asked for and is not there yet, or has no focus yet: what is typed is meant for it. */
    function keepForPalette(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') setPalette(false)
      else setText((before) => typedAhead(before, event.key))
    }
    // In the capture phase: a table's own j and k must not see the second key of a sequence.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [router, palette])

  const keyboard = useMemo(
    () => ({
      openPalette: () => {
        setText('')
        setPalette(true)
      },
      showShortcuts: () => setShortcuts(true),
    }),
    [],
  )
  return (
    <Context value={keyboard}>
      {children}
      {palette !== null && (
        <Suspense fallback={palette && <PaletteFrame text={text} />}>
          <Palette open={palette} onOpenChange={setPalette} text={text} onTextChange={setText} />
        </Suspense>
      )}
      {shortcuts !== null && <Shortcuts open={shortcuts} onOpenChange={setShortcuts} />}
    </Context>
  )
}
