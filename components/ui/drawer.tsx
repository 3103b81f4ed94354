'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import X from 'lucide-react/icons/x'
import { type ReactNode, useEffect, useRef } from 'react'
import { backdropClass } from './dialog'
import { IconButton } from './icon-button'
import { NARROW, useMediaQuery } from './media-query'

interface DrawerProps {
  /** Keep it in the URL (nuqs), so that it survives reload and can be shared. */
  open: boolean
  onClose: () => void
  title: ReactNode
  /** Its name for screen readers when `title` is more than text. */
  label?: string
  /** Beside the title: a badge, an age. */
  aside?: ReactNode
  /** Stays at the bottom: the actions. */
  footer?: ReactNode
  /** rem */
  width?: number
  children: ReactNode
}

/**
 * A panel to the right of a live table, which stays usable. Put it as the last child of a flex row beside
 * the table. On a narrow screen it covers the screen as a modal. Escape closes it.
 */
export function Drawer(props: DrawerProps) {
  const narrow = useMediaQuery(NARROW)
  if (narrow) return <CoveringDrawer {...props} />
  return props.open ? <SideDrawer {...props} /> : null
}

function SideDrawer({ onClose, title, label, aside, footer, width = 24, children }: DrawerProps) {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog]'))
        close.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <aside
      ref={panel}
      aria-label={label ?? (typeof title === 'string' ? title : 'Details')}
      className="flex min-h-0 shrink-0 flex-col border-l border-line bg-panel motion-safe:animate-slide-in"
      style={{ width: `${width}rem` }}
    >
      <header className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="truncate font-semibold">{title}</h2>
        {aside}
        <IconButton className="ml-auto" size="sm" label="Close" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="min-h-0 flex-1 overflow-y-auto p-4" tabIndex={0}>
        {children}
      </div>
      {footer && (
        <footer className="flex shrink-0 items-center gap-2 border-t border-line px-4 py-3">{footer}</footer>
      )}
    </aside>
  )
}

function CoveringDrawer({ open, onClose, title, aside, footer, children }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className="fixed inset-0 z-50 flex flex-col bg-panel outline-hidden transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
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
