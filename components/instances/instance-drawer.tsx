'use client'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { Duration } from '@/components/ui/duration'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { CommandDialog } from './command-dialog'
import { blockInWords, CONSUMER_SIGNALS, instanceState } from './instance-state'
import type { Command, Instance } from './use-instances'

interface InstanceDrawerProps {
  id: string
  instance: Instance | undefined
  loading: boolean
  onClose: () => void
}

/** One instance in full: how it is, each consumer and what it runs now; drain and stop. */
export function InstanceDrawer({ id, instance, loading, onClose }: InstanceDrawerProps) {
  const [command, setCommand] = useState<Command | null>(null)
  const mayOperate = useMay('operate')
  return (
    <Drawer
      open
      onClose={onClose}
      width={27}
      title={instance ? `${instance.project} on ${instance.host}` : 'Instance'}
      footer={
        instance?.status === 'live' &&
        mayOperate && (
          <>
            <Button disabled={instance.command !== null} onClick={() => setCommand('drain')}>
              Drain…
            </Button>
            <Button
              variant="danger"
              disabled={instance.command === 'stop'}
              onClick={() => setCommand('stop')}
            >
              Stop…
            </Button>
          </>
        )
      }
    >
      {instance ? (
        <Contents instance={instance} />
      ) : loading ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <p className="text-muted">
          <span className="font-mono">{id}</span> is not among the instances shown. It may have been forgotten
          since, or a filter leaves it out.
        </p>
      )}
      {instance && <CommandDialog instance={instance} command={command} onClose={() => setCommand(null)} />}
    </Drawer>
  )
}

function Contents({ instance }: { instance: Instance }) {
  const { state, label } = instanceState(instance)
  return (
    <div className="flex flex-col gap-5">
      <p className="flex gap-2.5 font-semibold">
        <Signal state={state} label={null} className="mt-1" />
        {label}
      </p>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-y-1.5">
        <dt className="text-muted">Id</dt>
        <dd className="font-mono text-sm break-all">{instance.id}</dd>
        <dt className="text-muted">Process, version</dt>
        <dd>
          {instance.pid}, {instance.version}
        </dd>
        <dt className="text-muted">Revision</dt>
        <dd>
          {instance.appliedRevision} applied, {instance.desiredRevision} desired
        </dd>
        <dt className="text-muted">Started, heard</dt>
        <dd>
          <Time at={instance.startedAt} />, <Time at={instance.lastSeenAt} />
        </dd>
        <dt className="text-muted">Memory, loop lag</dt>
        <dd>
          <Figure value={instance.memoryBytes} as="bytes" />, <Duration ms={instance.eventLoopLagMs} />
        </dd>
        {instance.loopBlock && (
          <>
            <dt className="text-muted">Blocked</dt>
            <dd className="text-caution">
              {blockInWords(instance.loopBlock)}, <Time at={instance.loopBlock.at} />
            </dd>
          </>
        )}
        {instance.unresolvedSecrets.length > 0 && (
          <>
            <dt className="text-muted">Not resolved</dt>
            <dd className="font-mono text-sm text-caution">{instance.unresolvedSecrets.join(', ')}</dd>
          </>
        )}
      </dl>
      <section aria-label="Consumers" className="flex flex-col gap-2">
        <h3 className="text-sm text-muted">Consumers</h3>
        {instance.consumers.length === 0 && <p className="text-muted">It consumes nothing.</p>}
        {instance.consumers.map((consumer) => (
          <ConsumerReport key={consumer.type} consumer={consumer} />
        ))}
      </section>
      {instance.producers.length > 0 && (
        <section aria-label="Producers" className="flex flex-col gap-1">
          <h3 className="text-sm text-muted">Producers</h3>
          {instance.producers.map((producer) => (
            <p key={producer.type} className="flex items-center gap-2">
              <Signal
                state={producer.state === 'ready' ? 'clear' : 'danger'}
                label={producer.error ?? producer.state}
              />
              <span className="truncate font-mono text-sm">{producer.type}</span>
              <span className="ml-auto text-sm text-muted">
                <Figure value={producer.published} /> published
              </span>
            </p>
          ))}
        </section>
      )}
    </div>
  )
}

function ConsumerReport({ consumer }: { consumer: Instance['consumers'][number] }) {
  return (
    <div className="flex flex-col gap-1 rounded-md border border-line px-3 py-2">
      <p className="flex items-center gap-2">
        <Signal state={CONSUMER_SIGNALS[consumer.state]} label={consumer.state} />
        <Link href={`/queues/${consumer.type}`} className="truncate font-mono text-sm hover:underline">
          {consumer.type}
        </Link>
        <span className="ml-auto text-sm whitespace-nowrap text-muted">
          {consumer.runningCount} of {consumer.workers} busy
        </span>
      </p>
      {consumer.circuit && (
        <p className="text-sm break-words text-danger">
          {consumer.circuit.error} Down since <Time at={consumer.circuit.since} />; tasks wait.{' '}
          {consumer.circuit.nextProbeAt ? (
            <>
              Next probe <Time at={consumer.circuit.nextProbeAt} />
            </>
          ) : (
            'One task is let through now.'
          )}
        </p>
      )}
      {consumer.error && <p className="text-sm break-words text-danger">{consumer.error}</p>}
      <p className="text-sm text-muted">
        <Figure value={consumer.succeeded} /> succeeded, <Figure value={consumer.retried} /> retried,{' '}
        <Figure value={consumer.dead} /> dead
        {consumer.latencyMs && (
          <>
            {' · p50 '}
            <Duration ms={consumer.latencyMs.p50} />
            {', p95 '}
            <Duration ms={consumer.latencyMs.p95} />
          </>
        )}
        {(consumer.lost ?? 0) > 0 && ` · ${consumer.lost} lost to another consumer`}
        {consumer.restarts > 0 && ` · restarted ${consumer.restarts} times`}
      </p>
      {consumer.running.length > 0 && (
        <ul className="font-mono text-xs text-muted">
          {consumer.running.map((task) => (
            <li key={task.taskId} className="flex justify-between gap-2">
              <span className="truncate">{task.taskId}</span>
              <span className="whitespace-nowrap">
                attempt {task.attempt}, <Time at={task.startedAt} as="since" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
