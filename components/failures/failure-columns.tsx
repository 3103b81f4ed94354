import type { Column } from '@/components/ui/data-table'
import { Figure } from '@/components/ui/figure'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { errorClass, headlineOf } from './failure-words'
import type { Status } from './query'
import type { FailureSummary } from './use-failures'

export const STATUS_SIGNALS: Record<Status, SignalState> = {
  dead: 'danger',
  replaying: 'caution',
  replayed: 'unknown',
  archived: 'unknown',
}

export const failureColumns: readonly Column<FailureSummary>[] = [
  {
    id: 'signal',
    header: <span className="sr-only">Status</span>,
    width: 36,
    card: 'title',
    cell: ({ status }) => <Signal state={STATUS_SIGNALS[status]} label={status} className="inline-block" />,
  },
  {
    id: 'error',
    header: 'Error',
    width: 220,
    grow: 3,
    card: 'title',
    cell: ({ error }) => <ErrorLine error={error} />,
  },
  {
    id: 'type',
    header: 'Type',
    width: 132,
    grow: 1,
    cell: ({ type }) => <span className="font-mono text-sm text-muted">{type}</span>,
  },
  {
    id: 'project',
    header: 'Project',
    width: 100,
    cell: ({ project }) => project ?? <span className="text-muted">unknown</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 86,
    cell: ({ reason }) => <span className="text-muted">{reason}</span>,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: 72,
    align: 'end',
    cell: ({ attempts }) => <Figure value={attempts} />,
  },
  {
    id: 'failed',
    header: 'Failed',
    width: 108,
    align: 'end',
    card: 'aside',
    cell: ({ failedAt }) => <Time at={failedAt} className="whitespace-nowrap text-muted tabular-nums" />,
  },
  {
    id: 'status',
    header: 'Status',
    width: 84,
    card: 'hidden',
    cell: ({ status }) => <span className="text-muted">{status}</span>,
  },
]

/** What went wrong, before the name of its class: the eye looks for the message. */
export function ErrorLine({ error }: { error: FailureSummary['error'] }) {
  const name = errorClass(error)
  return (
    <span data-tip={`${error.name}: ${error.message}`}>
      {headlineOf(error)}
      {name && <span className="text-muted"> {name}</span>}
    </span>
  )
}
