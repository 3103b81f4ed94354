'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import X from 'lucide-react/icons/x'
import { type ReactNode, useRef } from 'react'
import { cx } from './cx'
import { backdropClass } from './popup-class'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** Buttons, the main one last. */
  actions?: ReactNode
  width?: 'sm' | 'md' | 'lg'
  children?: ReactNode
}

const widths = { sm: 'w-[26rem]', md: 'w-[34rem]', lg: 'w-[48rem]' }

/** What a reader wants to do first: fill in, or else step back. */
const firstField = (popup: HTMLElement | null) =>
  popup?.querySelector<HTMLElement>('input:not([type=checkbox]), textarea, [role=combobox]') ??
  popup?.querySelector<HTMLElement>('footer button')

/** A modal: focus stays inside, Escape closes, focus returns. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  actions,
  width = 'sm',
  children,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstField(popup.current) ?? true}
          data-overlay
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line-strong bg-panel shadow-float outline-hidden transition-[scale,opacity] duration-150 data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0',
            widths[width],
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3.5 pb-2">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className="-mr-1.5 flex size-7 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunk hover:text-text"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
              {actions}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
