import type { ReactNode } from 'react'

interface EmptyStateProps {
  /** What there is none of, and since when or where: "No queues yet". */
  title: ReactNode
  /** The next step, in one or two sentences. */
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing here: says why, and teaches the next step. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-6 py-12 text-center">
      <svg viewBox="0 0 120 24" aria-hidden className="mb-4 h-6 w-30 text-line-strong">
        <path d="M2 12h116" stroke="currentColor" strokeWidth="2" strokeDasharray="6 5" fill="none" />
        <circle cx="60" cy="12" r="6" className="fill-panel" stroke="currentColor" strokeWidth="2" />
      </svg>
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1 text-pretty text-muted">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
