'use client'
import { useState } from 'react'
import { Code } from '@/components/ui/code'
import { Diff, type DiffLine } from '@/components/ui/diff'
import { Segmented } from '@/components/ui/segmented'
import { diffLines } from './describe'
import { changeSetBody, type Draft, find, type Sets } from './draft'
import { editDraft } from './draft-store'
import { splitKey } from './rebase'
import type { Preview } from './use-assignments'

interface ChangeListProps {
  draft: Draft
  sets: Sets
  /** The server's word on the same draft; undefined while it is asked. */
  preview: Preview | undefined
}

/** What changes: in words per project, or as the JSON that is sent. */
export function ChangeList({ draft, sets, preview }: ChangeListProps) {
  const [as, setAs] = useState<'words' | 'json'>('words')
  return (
    <section aria-label="What changes" className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <h3 className="text-sm text-muted">What changes</h3>
        <Segmented
          label="Shown as"
          value={as}
          onValueChange={setAs}
          options={[
            { value: 'words', label: 'Words' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </div>
      {as === 'json' ? (
        <Code label="Change set as JSON">{JSON.stringify(changeSetBody(draft), null, 2)}</Code>
      ) : (
        <>
          <Diff lines={linesOf(draft, preview)} label="Change set in words" />
          <EditList draft={draft} sets={sets} />
        </>
      )}
    </section>
  )
}

/** A heading per project with the revision it goes to, then a line taken away and a line added per edit. */
function linesOf(draft: Draft, preview: Preview | undefined): DiffLine[] {
  return Object.entries(draft)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([project, { revision, base, wanted }]) => {
      const next = preview?.projects.find((entry) => entry.project === project)?.toRevision
      const lines = Object.entries(wanted).flatMap(([key, after]) => {
        const { role, type } = splitKey(key)
        return diffLines({ before: find(base, role, type), after })
      })
      return [
        { kind: 'heading' as const, text: `${project}   revision ${revision} → ${next ?? revision + 1}` },
        ...lines.map((line) => ({
          kind: line.sign === '+' ? ('added' as const) : ('removed' as const),
          text: line.text,
        })),
      ]
    })
}

/** Each edit can be taken back alone. */
function EditList({ draft, sets }: { draft: Draft; sets: Sets }) {
  const edits = Object.entries(draft).flatMap(([project, { wanted }]) =>
    Object.keys(wanted).map((key) => ({ project, ...splitKey(key) })),
  )
  if (edits.length < 2) return null
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-muted hover:text-text">Take back single edits</summary>
      <ul className="mt-1 flex flex-col">
        {edits.map(({ project, role, type }) => (
          <li key={`${project} ${role} ${type}`} className="flex items-center justify-between gap-2 py-0.5">
            <span className="min-w-0 truncate">
              {project}: {role} of <span className="font-mono">{type}</span>
            </span>
            <button
              type="button"
              className="cursor-pointer text-accent hover:underline"
              aria-label={`Take back: ${role} of ${type} in ${project}`}
              onClick={() => editDraft(sets, { kind: 'revert', project, role, type })}
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
