import type { ReactNode } from 'react'

/** A key. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line-strong bg-panel px-1 font-sans text-xs text-muted">
      {children}
    </kbd>
  )
}
