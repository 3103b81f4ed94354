'use client'
import { useRevisions } from '@/components/projects/use-projects'
import { Button } from '@/components/ui/button'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { describeAssignment } from './describe'
import type { Assignment, Sets } from './draft'
import { rebaseDraft } from './draft-store'
import type { StaleProject } from './rebase'

/** Somebody saved a project that this draft edits: who, what, why, and the way on. */
export function StaleNotice({ stale, sets }: { stale: readonly StaleProject[]; sets: Sets }) {
  const conflicts = stale.some((entry) => entry.conflicts.length > 0)
  return (
    <section
      aria-label="Saved meanwhile"
      className="flex flex-col gap-2.5 rounded-md border border-caution bg-caution-soft px-3 py-2.5"
    >
      <p className="flex gap-2.5 font-semibold">
        <Signal state="caution" label={null} className="mt-1" />
        Saved by somebody else since you began
      </p>
      {stale.map((entry) => (
        <StaleEntry key={entry.project} entry={entry} />
      ))}
      <p className="text-sm">
        {conflicts
          ? 'Rebase puts your edits on top of what is saved now. Where both changed the same assignment, yours replaces theirs; the change list shows it before you apply.'
          : 'Rebase puts your edits on top of what is saved now. Nobody changed what you changed.'}
      </p>
      <div>
        <Button size="sm" onClick={() => rebaseDraft(sets)}>
          Rebase my edits
        </Button>
      </div>
    </section>
  )
}

const said = (value: Assignment | null) => (value === null ? 'not assigned' : describeAssignment(value))

function StaleEntry({ entry }: { entry: StaleProject }) {
  const revisions = useRevisions(entry.project)
  const newer = (revisions.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (revision) => revision.number > entry.readRevision,
  )
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p>
        <b>{entry.project}</b> is at revision {entry.currentRevision}; you read {entry.readRevision}.
      </p>
      {newer.map((revision) => (
        <p key={revision.number}>
          {revision.number}, {revision.author}, <Time at={revision.createdAt} />: “{revision.reason}”
          {revision.diff.map((change) => (
            <span key={`${change.role} ${change.type}`} className="block font-mono">
              {change.summary}
            </span>
          ))}
        </p>
      ))}
      {entry.conflicts.map((conflict) => (
        <dl
          key={`${conflict.role} ${conflict.type}`}
          className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-sm bg-panel px-2 py-1 font-mono text-xs"
        >
          <dt className="text-muted">theirs</dt>
          <dd className="break-words">{said(conflict.current)}</dd>
          <dt className="text-muted">yours</dt>
          <dd className="break-words">{said(conflict.wanted)}</dd>
        </dl>
      ))}
    </div>
  )
}
