'use client'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Diff } from '@/components/ui/diff'
import { Time } from '@/components/ui/time'
import { ChangeText } from './change-text'
import { folded, jsonDiff } from './json-diff'
import type { AuditEntry } from './use-audit'

/** One entry; opened it shows what changed. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false)
  const { actor, action, target } = entry
  return (
    <li className="border-b border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`What changed: ${action} ${target.name}`}
          onClick={() => setOpen(!open)}
          className="flex size-6 cursor-pointer items-center justify-center rounded-sm text-muted hover:bg-sunk hover:text-text"
        >
          <ChevronRight aria-hidden className={cx('size-3.5 transition-transform', open && 'rotate-90')} />
        </button>
        <span className="w-20 text-sm text-muted">
          <Time at={entry.at} />
        </span>
        <span className="w-36 truncate">
          {actor.name}
          {actor.kind !== 'person' && <span className="text-sm text-muted"> {actor.kind}</span>}
        </span>
        <span className="min-w-0 text-pretty">
          <ChangeText entry={entry} />
        </span>
        <span className="min-w-0 flex-1 basis-40 truncate text-muted">
          {entry.reason && `“${entry.reason}”`}
        </span>
        <span className="hidden font-mono text-xs text-muted lg:inline">{action}</span>
      </div>
      {open && <Details entry={entry} />}
    </li>
  )
}

function Details({ entry }: { entry: AuditEntry }) {
  const lines = folded(jsonDiff(entry.before, entry.after))
  return (
    <div className="flex flex-col gap-2 px-4 pb-3 sm:pl-13">
      {lines.length > 0 ? (
        <Diff lines={lines} label={`Before and after: ${entry.action} ${entry.target.name}`} />
      ) : (
        <p className="text-muted">It has no before and after.</p>
      )}
      {entry.requestId && (
        <p className="text-sm text-muted">
          request <span className="font-mono">{entry.requestId}</span>
        </p>
      )}
    </div>
  )
}
