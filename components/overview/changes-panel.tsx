'use client'
import { isChange } from '@/components/activity/change-in-words'
import { ChangeText } from '@/components/activity/change-text'
import { useAudit } from '@/components/activity/use-audit'
import { useLoadError } from '@/components/api/use-load-error'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'

const SHOWN = 6

/** Who changed what lately. */
export function ChangesPanel() {
  const audit = useAudit({})
  const loadError = useLoadError(audit)
  const entries = audit.data?.pages[0]?.items.filter((entry) => isChange(entry.action)).slice(0, SHOWN)
  return (
    <Panel
      title="Recent changes"
      actions={
        <Link href="/activity" className="text-sm text-muted hover:text-text">
          All activity
        </Link>
      }
    >
      {loadError !== null && (
        <ErrorState title="Changes could not be read" error={loadError} retry={() => audit.refetch()} />
      )}
      {audit.isPending && loadError === null && <Skeleton className="m-3.5 h-4 w-72" />}
      {entries?.length === 0 && <p className="px-3.5 py-3 text-muted">Nobody has changed anything yet.</p>}
      <ul>
        {entries?.map((entry) => (
          <li
            key={entry.id}
            className="grid grid-cols-[5.5rem_1fr] gap-x-3 border-b border-line px-3.5 py-1.5 last:border-0 sm:grid-cols-[5.5rem_8rem_2fr_1fr]"
          >
            <span className="text-muted">
              <Time at={entry.at} />
            </span>
            <span className="truncate">{entry.actor.name}</span>
            <span className="col-start-2 min-w-0 text-pretty sm:col-start-auto sm:truncate">
              <ChangeText entry={entry} />
            </span>
            <span className="col-start-2 min-w-0 truncate text-muted sm:col-start-auto">
              {entry.reason && `“${entry.reason}”`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
