import type { ReactNode } from 'react'
import { Link } from './link'

interface PageHeaderProps {
  title: ReactNode
  /** The screen above this one. */
  parent?: { href: string; label: string }
  /** Beside the title: signals, badges. */
  aside?: ReactNode
  /** A `Segmented`. */
  lenses?: ReactNode
  filters?: ReactNode
  actions?: ReactNode
}

/** The bar at the top of every screen: where you are, how you look at it, what you can do. */
export function PageHeader({ title, parent, aside, lenses, filters, actions }: PageHeaderProps) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 sm:px-5">
      <div className="flex min-w-0 items-center gap-2">
        {parent && (
          <>
            <Link href={parent.href} className="text-muted hover:text-text">
              {parent.label}
            </Link>
            <span aria-hidden className="text-faint">
              /
            </span>
          </>
        )}
        <h1 className="truncate text-lg font-semibold">{title}</h1>
        {aside}
      </div>
      {lenses}
      {filters && <div className="flex min-w-0 flex-wrap items-center gap-2">{filters}</div>}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
