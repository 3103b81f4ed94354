'use client'
import { type AuditEntry, useAudit } from '@/components/activity/use-audit'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import type { Replay } from './use-replays'

const DONE: Record<string, string> = {
  'replay.create': 'began it',
  'replay.pause': 'paused it',
  'replay.resume': 'resumed it',
  'replay.cancel': 'cancelled it',
}

const wasHeld = ({ before }: AuditEntry) =>
  typeof before === 'object' && before !== null && 'state' in before && before.state === 'holding'

const selectedIn = ({ after }: AuditEntry) =>
  typeof after === 'object' && after !== null && 'selected' in after ? Number(after.selected) : 0

/** A hold that is ended early is resumed too, and cancelled when it is undone. */
function doneBy(entry: AuditEntry): string {
  if (wasHeld(entry) && entry.action === 'replay.resume') return 'let it start at once'
  if (wasHeld(entry) && entry.action === 'replay.cancel') return 'undid it before anything was sent'
  if (entry.action === 'replay.selected') return `selected ${plural(selectedIn(entry), 'task')}`
  return DONE[entry.action] ?? entry.action
}

/** Who did what to it, from the audit. */
export function ReplayLog({ replay }: { replay: Replay }) {
  const audit = useAudit({ target: `replay:${replay.id}` })
  const loadError = useLoadError(audit)
  const entries = audit.data?.pages[0]?.items
  return (
    <Panel
      title="What was done"
      actions={
        <Link href={`/activity?target=${replay.id}`} className="text-sm text-muted hover:text-text">
          Activity
        </Link>
      }
    >
      {loadError !== null && (
        <ErrorState
          error={loadError}
          title="The audit could not be read"
          retry={() => void audit.refetch()}
        />
      )}
      {audit.isPending && loadError === null && <Skeleton className="m-3.5 h-4 w-48" />}
      {entries?.length === 0 && <p className="p-3.5 text-muted">The audit has nothing about it.</p>}
      <ol>
        {entries?.map((entry) => (
          <li key={entry.id} className="flex gap-3 border-b border-line px-3.5 py-1.5 last:border-0">
            <span className="min-w-0 flex-1">
              {entry.actor.name} <span className="text-muted">{doneBy(entry)}</span>
            </span>
            <span className="text-sm text-muted">
              <Time at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
