'use client'
import { differences } from '@/components/assignments/describe'
import { Diff } from '@/components/ui/diff'
import { Panel } from '@/components/ui/panel'
import { Select } from '@/components/ui/select'
import { patchLines } from './revision-lines'
import type { Revision } from './use-projects'

interface CompareRevisionsProps {
  revisions: readonly Revision[]
  from: number | null
  to: number | null
  onChange: (next: { from?: number; to?: number }) => void
}

/** What leads from one revision to another, whichever two they are. */
export function CompareRevisions({ revisions, from, to, onChange }: CompareRevisionsProps) {
  const after = revisions.find((revision) => revision.number === to) ?? revisions[0]
  const before = revisions.find((revision) => revision.number === from) ?? revisions[1]
  if (!after || !before) return null
  const options = revisions.map((revision) => ({
    value: String(revision.number),
    label: `Revision ${revision.number}`,
    hint: revision.reason,
  }))
  const changes = differences(before.assignments, after.assignments)
  return (
    <Panel
      title="Compare"
      actions={
        <>
          <div className="w-36">
            <Select
              size="sm"
              label="From revision"
              value={String(before.number)}
              options={options}
              onValueChange={(value) => onChange({ from: Number(value) })}
            />
          </div>
          <span aria-hidden>→</span>
          <div className="w-36">
            <Select
              size="sm"
              label="To revision"
              value={String(after.number)}
              options={options}
              onValueChange={(value) => onChange({ to: Number(value) })}
            />
          </div>
        </>
      }
      padded
    >
      {changes.length > 0 ? (
        <Diff label={`From revision ${before.number} to ${after.number}`} lines={patchLines(changes)} />
      ) : (
        <p className="text-muted">They say the same.</p>
      )}
    </Panel>
  )
}
