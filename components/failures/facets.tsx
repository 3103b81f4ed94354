'use client'
import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Skeleton } from '@/components/ui/skeleton'
import { CountFigure } from './count'
import { type Many, type Query, STATUSES, type Status, toggled } from './query'
import type { Count, Facets } from './use-failures'

const STATUS_LABELS: Record<Status, string> = {
  dead: 'Dead',
  replaying: 'Replaying',
  replayed: 'Replayed',
  archived: 'Archived',
}

interface FacetsProps {
  facets: Facets | undefined
  /** They will not come: the error is shown with the list. */
  failed: boolean
  query: Query
  onQuery: (query: Query) => void
}

/** What the failures under the search are, with counts; a press narrows the search. */
export function FacetList({ facets, failed, query, onQuery }: FacetsProps) {
  const statuses = STATUSES.map((status) => ({
    value: status,
    label: STATUS_LABELS[status],
    // All counts came in one answer: a status that is not in it has none.
    count: facets && (facets.statuses.find((entry) => entry.value === status)?.count ?? NONE),
  }))
  const many = (name: Many, entries: Facets['types'] | undefined) =>
    withChosen(entries, query[name]).map((entry) => ({
      ...entry,
      label: entry.value === '' ? 'unknown' : entry.value,
    }))
  const toggle = (name: Many) => (value: string) => onQuery(toggled(query, name, value))
  return (
    <div className="flex flex-col gap-4">
      <Section
        title="Status"
        entries={statuses}
        chosen={[query.status]}
        onChoose={(value) =>
          onQuery({ ...query, status: STATUSES.find((status) => status === value) ?? query.status })
        }
      />
      {facets === undefined && !failed ? (
        <Loading />
      ) : (
        <>
          <Section
            title="Reason"
            entries={many('reason', facets?.reasons)}
            chosen={query.reason}
            onChoose={toggle('reason')}
          />
          <Section
            title="Type"
            mono
            entries={many('type', facets?.types)}
            chosen={query.type}
            onChoose={toggle('type')}
          />
          <Section
            title="Project"
            entries={many('project', facets?.projects)}
            chosen={query.project}
            onChoose={toggle('project')}
          />
        </>
      )}
    </div>
  )
}

const NONE: Count = { value: 0, capped: false }

/** What is chosen stays to be seen, also where nothing matches it any more. */
function withChosen(entries: Facets['types'] | undefined, chosen: readonly string[]) {
  const known = entries ?? []
  const missing = chosen.filter((value) => !known.some((entry) => entry.value === value))
  return [...missing.map((value) => ({ value, count: NONE })), ...known]
}

interface SectionProps {
  title: string
  mono?: boolean
  entries: readonly { value: string; label: string; count: Count | undefined }[]
  chosen: readonly string[]
  onChoose: (value: string) => void
}

const SHOWN = 8

function Section({ title, mono, entries, chosen, onChoose }: SectionProps) {
  const [all, setAll] = useState(false)
  if (entries.length === 0) return null
  const shown = all ? entries : entries.slice(0, SHOWN)
  return (
    <section aria-label={title}>
      <h2 className="px-2 pb-1 text-sm text-muted">{title}</h2>
      <ul>
        {shown.map(({ value, label, count }) => (
          <li key={value}>
            <button
              type="button"
              aria-pressed={chosen.includes(value)}
              disabled={value === ''}
              onClick={() => onChoose(value)}
              className="group flex h-8 w-full cursor-pointer items-center justify-between gap-2 rounded-md px-2 text-left hover:bg-sunk disabled:cursor-default aria-pressed:bg-accent-soft aria-pressed:text-accent md:h-6"
            >
              <span className={cx('min-w-0 truncate', mono && 'font-mono text-sm')}>{label}</span>
              <CountFigure
                count={count}
                className="text-muted group-hover:text-text group-aria-pressed:text-accent"
              />
            </button>
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="cursor-pointer px-2 text-sm text-muted hover:text-text"
        >
          {all ? 'Fewer' : `All ${entries.length}`}
        </button>
      )}
    </section>
  )
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-2 px-2">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((name) => (
        <Skeleton key={name} className="h-3.5 w-full" />
      ))}
    </div>
  )
}
