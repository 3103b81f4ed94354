import { HealthActionButton } from '@/components/queues/health-action-button'
import { failuresOfType } from '@/components/replays/failure-links'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import type { Attention, Quiet } from './attention'

const SHOWN = 8

interface AttentionProps {
  problems: readonly Attention[]
  /** What none of the problems speaks of. */
  quiet: Quiet
}

/** One sentence per problem, worst first, with since when, why, and what to do. */
export function AttentionPanel({ problems, quiet }: AttentionProps) {
  const shown = problems.slice(0, SHOWN)
  return (
    <Panel
      title="Needs attention"
      note={problems.length > 0 ? problems.length : undefined}
      actions={problems.length > 1 && <span className="text-sm text-muted">worst first</span>}
    >
      {shown.length === 0 && quiet.dead === 0 && <Nothing unknown={quiet.unknown} />}
      <ul>
        {shown.map((problem) => (
          <Row key={problem.key} problem={problem} />
        ))}
        {quiet.dead > 0 && <QuietRow quiet={quiet} alone={shown.length === 0} />}
      </ul>
      {problems.length > SHOWN && (
        <p className="border-t border-line px-3.5 py-2 text-sm text-muted">
          and {problems.length - SHOWN} more:{' '}
          <Link href="/queues?sort=health" className="text-accent hover:underline">
            all queues by health
          </Link>
        </p>
      )}
    </Panel>
  )
}

/** Calm only as far as it is known. */
function Nothing({ unknown }: { unknown: number }) {
  return (
    <p className="flex items-center gap-2.5 px-3.5 py-3 text-muted">
      <Signal state={unknown > 0 ? 'unknown' : 'clear'} label={null} />
      {unknown > 0
        ? `Nothing that is known; ${unknown} ${unknown === 1 ? 'queue has' : 'queues have'} not been sampled lately.`
        : 'Nothing. Every queue is clear, no task is dead and every instance runs the newest configuration.'}
    </p>
  )
}

const rowClass =
  'flex flex-wrap items-start gap-x-3.5 gap-y-1.5 border-b border-line px-3.5 py-2 last:border-0 sm:flex-nowrap sm:items-center'

function Row({ problem }: { problem: Attention }) {
  const { subject, mono, verb, why, since } = problem
  return (
    <li className={rowClass}>
      <Signal state={problem.state} className="mt-1 sm:mt-0" />
      <p className="min-w-0 flex-1 basis-64 text-pretty">
        <span className="font-semibold">
          <span className={cx(mono && 'font-mono text-sm')}>{subject}</span>
          {verb && ` ${verb}`}:
        </span>{' '}
        <span className="text-muted">{why}</span>
      </p>
      {since && (
        <span className="ml-6.5 self-center text-sm text-muted sm:ml-0">
          <span className="sr-only">since </span>
          <Time at={since} as="since" />
        </span>
      )}
      <span className={since ? undefined : 'ml-6.5 sm:ml-0'}>
        <Action problem={problem} />
      </span>
    </li>
  )
}

function Action({ problem: { action, subject } }: { problem: Attention }) {
  if ('queue' in action) return <HealthActionButton queue={action.queue} action={action.action} />
  return (
    <Link href={action.href} className={buttonClass('secondary', 'sm')}>
      {action.label}
      <span className="sr-only">: {subject}</span>
    </Link>
  )
}

/** Not urgent, and not to be forgotten. */
function QuietRow({ quiet, alone }: { quiet: Quiet; alone: boolean }) {
  const [only, another] = quiet.types
  const one = quiet.dead === 1
  return (
    <li className={rowClass}>
      <Signal state="unknown" label={null} className="mt-1 sm:mt-0" />
      <p className="min-w-0 flex-1 basis-64 text-pretty text-muted">
        <span className="font-medium text-text">
          {exactNumber(quiet.dead)} dead {one ? 'task waits' : 'tasks wait'} for a decision
        </span>
        {only && !another ? (
          <>
            , of <span className="font-mono text-sm">{only}</span>
          </>
        ) : (
          `, of ${quiet.types.length} types`
        )}
        {alone && quiet.unknown === 0 ? '. Nothing else needs attention.' : '.'}
      </p>
      <Link
        href={only && !another ? failuresOfType(only) : '/failures'}
        className={cx(buttonClass('secondary', 'sm'), 'ml-6.5 sm:ml-0')}
      >
        Open failures
      </Link>
    </li>
  )
}
