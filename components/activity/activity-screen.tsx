'use client'
import { parseAsString, useQueryStates } from 'nuqs'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { AuditLine } from './audit-line'
import { useAudit } from './use-audit'

const SINCE = [
  { value: 'any', label: 'Any time' },
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
]
const HOUR_MS = 3_600_000

/** Start of the current five minutes, so that the filter does not change with every render. */
const sinceOf = (hours: string) =>
  new Date(Math.floor((Date.now() - Number(hours) * HOUR_MS) / 300_000) * 300_000).toISOString()

/** Who did what, when, to what; each with what it was before and after. */
export function ActivityScreen() {
  const [view, setView] = useQueryStates(
    {
      actor: parseAsString.withDefault(''),
      action: parseAsString.withDefault(''),
      target: parseAsString.withDefault(''),
      since: parseAsString.withDefault('any'),
    },
    { history: 'replace' },
  )
  const filter = {
    ...(view.actor ? { actor: view.actor } : {}),
    ...(view.action ? { action: view.action } : {}),
    ...(view.target ? { target: view.target } : {}),
    ...(Number(view.since) > 0 ? { from: sinceOf(view.since) } : {}),
  }
  const query = useAudit(filter)
  const entries = query.data?.pages.flatMap((page) => page.items)
  const input = (name: 'actor' | 'action' | 'target', label: string, placeholder: string) => (
    <div className="w-32 sm:w-36">
      <Input
        size="sm"
        aria-label={label}
        placeholder={placeholder}
        value={view[name]}
        onValueChange={(value) => void setView({ [name]: value || null })}
      />
    </div>
  )
  return (
    <Screen
      header={
        <PageHeader
          title="Activity"
          filters={
            <>
              {input('actor', 'Filter by who', 'who')}
              {input('action', 'Filter by what was done', 'what was done')}
              {input('target', 'Filter by what it was done to', 'to what')}
              <div className="w-36">
                <Select
                  size="sm"
                  label="Since"
                  value={view.since}
                  options={SINCE}
                  onValueChange={(since) => void setView({ since: since === 'any' ? null : since })}
                />
              </div>
            </>
          }
        />
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        {query.error && !entries ? (
          <ErrorState
            error={query.error}
            title="The audit could not be read"
            retry={() => void query.refetch()}
          />
        ) : !entries ? (
          <Loading />
        ) : entries.length === 0 ? (
          <Nothing
            filtered={Object.keys(filter).length > 0}
            onClear={() => void setView({ actor: null, action: null, target: null, since: null })}
          />
        ) : (
          <ol aria-label="Activity, newest first">
            {entries.map((entry) => (
              <AuditLine key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
        {query.hasNextPage && (
          <div className="p-4">
            <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Older
            </Button>
          </div>
        )}
      </div>
    </Screen>
  )
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-3 p-4">
      {['a', 'b', 'c', 'd', 'e'].map((name) => (
        <Skeleton key={name} className="h-6 w-full" />
      ))}
    </div>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState
      title="Nothing matches these filters"
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  ) : (
    <EmptyState title="Nothing has been done yet">
      Every change is kept here: who made it, why, and what it was before and after.
    </EmptyState>
  )
}
