'use client'
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { popupClass } from './popup-class'

export interface PopoverProps {
  trigger: ReactElement
  /** Its name for screen readers. */
  label: string
  align?: 'start' | 'center' | 'end'
  children: ReactNode
}

/** The popover itself, open at once: it is loaded when its trigger is first pressed. */
export function PopoverWindow({ trigger, label, align = 'start', children }: PopoverProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-hidden">
          <Base.Popup
            data-overlay
            aria-label={label}
            className={cx(popupClass, 'max-w-[min(26rem,calc(100vw-1.5rem))] p-3')}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
