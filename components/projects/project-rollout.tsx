'use client'
import type { Schemas } from '@/components/api/client'
import { useLoadError } from '@/components/api/use-load-error'
import { ErrorState } from '@/components/ui/error-state'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { hasApplied, progressOf } from './rollout-progress'
import { useRollout } from './use-projects'

type RolloutInstance = Schemas['Rollout']['instances'][number]

/** "1 of 2 instances have applied revision 58", and what each instance runs. `revision` is what is waited for. */
export function ProjectRollout({ project, revision }: { project: string; revision?: number }) {
  const query = useRollout(project)
  const loadError = useLoadError(query)
  if (loadError)
    return <ErrorState error={loadError} title={`The roll-out of ${project} could not be read`} />
  if (!query.data) return <Skeleton className="h-10 w-full" />
  const { instances, desiredRevision } = query.data
  const wanted = revision ?? desiredRevision
  const { live, applied } = progressOf(query.data, wanted)
  return (
    <div className="flex flex-col gap-1.5">
      <p>
        <b>{project}</b>{' '}
        {live === 0
          ? `has no live instance; revision ${wanted} applies when one starts.`
          : `${applied} of ${live} ${live === 1 ? 'instance' : 'instances'} ${applied === 1 ? 'has' : 'have'} applied revision ${wanted}`}
        {desiredRevision > wanted && (
          <span className="text-muted"> (revision {desiredRevision} is newer)</span>
        )}
      </p>
      {live > 0 && <Progress applied={applied} live={live} />}
      <ul className="flex flex-col">
        {instances.map((instance) => (
          <InstanceLine key={instance.id} instance={instance} applied={hasApplied(instance, wanted)} />
        ))}
      </ul>
    </div>
  )
}

function Progress({ applied, live }: { applied: number; live: number }) {
  return (
    <div
      role="progressbar"
      aria-label="Instances that have applied it"
      aria-valuemin={0}
      aria-valuemax={live}
      aria-valuenow={applied}
      className="h-1.5 overflow-hidden rounded-full bg-sunk"
    >
      <div
        className="h-full bg-clear transition-[width] duration-300"
        style={{ width: `${(applied / live) * 100}%` }}
      />
    </div>
  )
}

function InstanceLine({ instance, applied }: { instance: RolloutInstance; applied: boolean }) {
  const state = instance.lost ? 'unknown' : applied ? 'clear' : 'caution'
  const said = instance.lost ? 'Lost' : applied ? 'Applied' : 'Not yet'
  return (
    <li className="flex items-center gap-2 py-0.5 text-sm">
      <Signal state={state} label={said} />
      <span className="min-w-0 truncate font-mono">
        {instance.host} {instance.pid}
      </span>
      <span className="ml-auto whitespace-nowrap text-muted">
        {instance.lost ? 'lost, last on ' : ''}revision {instance.appliedRevision}, heard{' '}
        <Time at={instance.lastSeenAt} />
      </span>
    </li>
  )
}
