'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import X from 'lucide-react/icons/x'
import type { DrawerProps } from './drawer-props'
import { backdropClass } from './popup-class'

/** A drawer on a narrow screen: it covers the screen, as a modal. */
export function CoveringDrawer({ open, onClose, title, aside, footer, children }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          data-overlay
          className="fixed inset-0 z-50 flex flex-col bg-panel outline-hidden transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
            <Base.Title className="truncate font-semibold">{title}</Base.Title>
            {aside}
            <Base.Close
              aria-label="Close"
              className="ml-auto flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunk"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer && (
            <footer className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
