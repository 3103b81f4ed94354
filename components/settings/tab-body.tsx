import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'

/** The content of a tab: what it is for, its action, and its panels. */
export function TabBody({
  intro,
  action,
  children,
}: {
  intro: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto p-4 *:shrink-0 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-2xl text-pretty text-muted">{intro}</p>
        {action}
      </div>
      {children}
    </div>
  )
}

/** Instead of a list that the reader's role may not see. */
export function NotAllowed({ what, who }: { what: string; who: string }) {
  return (
    <EmptyState title={`Your role does not show ${what}`}>
      {who} can see and change them. Ask one to do it for you, or to change your role.
    </EmptyState>
  )
}
