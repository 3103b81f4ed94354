'use client'
import { parseAsInteger, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Diff } from '@/components/ui/diff'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { CompareRevisions } from './compare-revisions'
import { patchLines } from './revision-lines'
import { RollbackDialog } from './rollback-dialog'
import { type Revision, useRevisions } from './use-projects'

/** Every revision, newest first: who, why, what changed; compare any two, bring an older one back. */
export function Revisions({ project, current }: { project: string; current: number }) {
  const query = useRevisions(project)
  const [compare, setCompare] = useQueryStates({ from: parseAsInteger, to: parseAsInteger })
  const [target, setTarget] = useState<Revision | null>(null)
  const revisions = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.error && !query.data)
    return (
      <ErrorState
        error={query.error}
        title="Revisions could not be read"
        retry={() => void query.refetch()}
      />
    )
  if (!query.data)
    return (
      <div className="p-5">
        <Skeleton className="h-32 w-full" />
      </div>
    )
  if (revisions.length === 0)
    return (
      <EmptyState title="No revision yet">
        Saving assignments makes the first. Each keeps its author, its reason and what it changed.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-4 overflow-y-auto p-4 sm:p-5">
      {revisions.length > 1 && (
        <CompareRevisions
          revisions={revisions}
          from={compare.from}
          to={compare.to}
          onChange={(next) => void setCompare(next)}
        />
      )}
      <ol className="flex flex-col gap-3">
        {revisions.map((revision) => (
          <RevisionEntry
            key={revision.number}
            revision={revision}
            current={current}
            onRollback={() => setTarget(revision)}
          />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          className="self-start"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older
        </Button>
      )}
      {target && (
        <RollbackDialog project={project} current={current} target={target} onClose={() => setTarget(null)} />
      )}
    </div>
  )
}

interface RevisionEntryProps {
  revision: Revision
  current: number
  onRollback: () => void
}

function RevisionEntry({ revision, current, onRollback }: RevisionEntryProps) {
  const mayConfigure = useMay('configure')
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-3.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <b>Revision {revision.number}</b>
        {revision.number === current && <Badge tone="accent">current</Badge>}
        {revision.rollbackOf !== null && <Badge>brings back {revision.rollbackOf}</Badge>}
        {revision.changeSetId && <Badge mono>change set {revision.changeSetId.slice(0, 8)}</Badge>}
        <span className="text-muted">
          {revision.author}, <Time at={revision.createdAt} />
        </span>
        <span className="min-w-0">“{revision.reason}”</span>
        {mayConfigure && revision.number !== current && (
          <Button size="sm" className="ml-auto" onClick={onRollback}>
            Roll back to this…
          </Button>
        )}
      </div>
      {revision.diff.length > 0 ? (
        <Diff label={`Changes of revision ${revision.number}`} lines={patchLines(revision.diff)} />
      ) : (
        <p className="text-sm text-muted">Changes nothing against the revision before it.</p>
      )}
    </li>
  )
}
