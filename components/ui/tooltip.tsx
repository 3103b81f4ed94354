'use client'
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { tipClass } from './popup-class'

interface TooltipProps {
  content: ReactNode
  /** The element that is explained; it must be able to take focus. */
  children: ReactElement
  side?: 'top' | 'bottom' | 'left' | 'right'
}

/**
 * Explains a control. For a plain text over one of thousands of figures set `data-tip="…"` on any element
 * instead: one shared tip (`Tips`) shows it, at no cost per cell.
 */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={300} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-60">
          <Base.Popup className={tipClass}>{content}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
