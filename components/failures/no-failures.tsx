import { Button, buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { narrows, printQuery } from './query'
import type { FailuresView } from './use-failures-view'

const NONE = {
  dead: 'No dead tasks',
  replaying: 'No task is being replayed',
  replayed: 'No task has been replayed yet',
  archived: 'Nothing is archived',
} as const
const TEACHES = {
  dead: 'A task is dead when its retries are used up, or when its handler rejects it. It then waits here with its error, its payload and every attempt, until you repair, replay or archive it.',
  replaying: 'Tasks stand here from the moment a replay selects them until it tells how they ended.',
  replayed:
    'Tasks stand here once a replay has sent them back to work. One that dies again comes back as a new failure.',
  archived:
    'Put away what needs no repair: it leaves the dead ones, is kept here, and can be restored at any time.',
} as const

/** Nothing under the search, or nothing at all: says which, and what to do. */
export function NoFailures({ view }: { view: FailuresView }) {
  const { query } = view
  if (narrows(query))
    return (
      <EmptyState
        title={`No task under this search is ${query.status}`}
        actions={
          <Button onClick={() => view.setText(query.status === 'dead' ? '' : `status:${query.status}`)}>
            Clear the search
          </Button>
        }
      >
        <span className="font-mono text-sm wrap-anywhere">{printQuery(query)}</span> leaves everything out.
        Tasks of another status are counted at the left.
      </EmptyState>
    )
  return (
    <EmptyState
      title={NONE[query.status]}
      actions={
        query.status === 'dead' && (
          <Link href="/queues" className={buttonClass()}>
            Show queues
          </Link>
        )
      }
    >
      {TEACHES[query.status]}
    </EmptyState>
  )
}
