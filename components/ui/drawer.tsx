'use client'
import X from 'lucide-react/icons/x'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { DrawerProps } from './drawer-props'
import { IconButton } from './icon-button'
import { NARROW, useMediaQuery } from './media-query'

// Only a narrow screen needs it.
const CoveringDrawer = lazy(() =>
  import('./covering-drawer').then((module) => ({ default: module.CoveringDrawer })),
)

/**
 * A panel to the right of a live table, which stays usable. Put it as the last child of a flex row beside
 * the table. On a narrow screen it covers the screen as a modal. Escape closes it.
 */
export function Drawer(props: DrawerProps) {
  const narrow = useMediaQuery(props.coversAt ?? NARROW)
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (narrow)
    return (
      wanted && (
        <Suspense>
          <CoveringDrawer {...props} />
        </Suspense>
      )
    )
  return props.open ? <SideDrawer {...props} /> : null
}

function SideDrawer({ onClose, title, label, aside, footer, width = 24, children }: DrawerProps) {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[data-overlay]'))
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
