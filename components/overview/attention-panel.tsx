import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import type { Attention } from './attention'

const SHOWN = 8

/** One sentence per problem, worst first, with since when, why, and what to do. */
export function AttentionPanel({ problems }: { problems: readonly Attention[] }) {
  const shown = problems.slice(0, SHOWN)
  return (
    <Panel
      title="Needs attention"
      note={problems.length > 0 ? problems.length : undefined}
      actions={problems.length > 1 && <span className="text-sm text-muted">worst first</span>}
    >
      {shown.length === 0 ? (
        <p className="flex items-center gap-2.5 px-3.5 py-3 text-muted">
          <Signal state="clear" label={null} />
          Nothing. Every queue is clear and every instance runs the newest configuration.
        </p>
      ) : (
        <ul>
          {shown.map((problem) => (
            <Row key={problem.key} problem={problem} />
          ))}
        </ul>
      )}
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

function Row({ problem }: { problem: Attention }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3.5 gap-y-1.5 border-b border-line px-3.5 py-2 last:border-0 sm:flex-nowrap">
      <Signal state={problem.state} />
      <p className="min-w-0 flex-1 basis-64 text-pretty">
        <span className={cx('font-semibold', problem.mono && 'font-mono text-sm')}>{problem.subject}</span>
        <span className="text-muted">: {problem.why}</span>
      </p>
      {problem.since && (
        <span className="text-sm text-muted">
          <span className="sr-only">since </span>
          <Time at={problem.since} as="since" />
        </span>
      )}
      <Link href={problem.action.href} className={cx(buttonClass('secondary', 'sm'), 'ml-6.5 sm:ml-0')}>
        {problem.action.label}
        <span className="sr-only">: {problem.subject}</span>
      </Link>
    </li>
  )
}
