'use client'
import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from 'react'

interface TriggerProps {
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-expanded'?: boolean
  onClick?: () => void
  onPointerEnter?: () => void
  onFocus?: () => void
}

interface LazyTriggerProps {
  /** A Button or IconButton. */
  trigger: ReactElement
  opens: 'menu' | 'dialog'
  /** Fetches the code of what it opens; called when the reader comes near. */
  load: () => Promise<unknown>
  /** The trigger with what it opens, open; a lazy component. */
  children: ReactNode
}

/** A trigger alone, until it is pressed for the first time: most are never pressed, and need no code. */
export function LazyTrigger({ trigger, opens, load, children }: LazyTriggerProps) {
  const [pressed, setPressed] = useState(false)
  // A failed fetch shows when it is pressed; coming near must not throw.
  const comeNear = () => void load().catch(() => undefined)
  const alone = cloneElement(trigger as ReactElement<TriggerProps>, {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onClick: () => setPressed(true),
    onPointerEnter: comeNear,
    onFocus: comeNear,
  })
  return pressed ? <Suspense fallback={alone}>{children}</Suspense> : alone
}
