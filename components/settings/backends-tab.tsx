'use client'
import { useLoadError } from '@/components/api/use-load-error'
import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { BACKEND_SIGNALS, capabilityLines } from './backend-words'
import { TabBody } from './tab-body'
import { type Backend, useBackends } from './use-backends'

/** The brokers that are known, whether they answer, and what each can do. */
export function BackendsTab() {
  const backends = useBackends()
  const loadError = useLoadError(backends)
  return (
    <TabBody intro="A backend is a named broker connection. Task types choose one by its name; what a backend cannot do is said here, and hidden or explained elsewhere.">
      {loadError !== null && (
        <Panel>
          <ErrorState title="Backends could not be read" error={loadError} retry={() => backends.refetch()} />
        </Panel>
      )}
      {backends.isPending && loadError === null && <Skeleton className="h-28 w-full" />}
      {backends.data?.length === 0 && (
        <Panel>
          <EmptyState title="No backends">Register one through the API: POST /api/v1/backends.</EmptyState>
        </Panel>
      )}
      {backends.data?.map((backend) => (
        <BackendPanel key={backend.name} backend={backend} />
      ))}
    </TabBody>
  )
}

function BackendPanel({ backend }: { backend: Backend }) {
  const { state, words } = BACKEND_SIGNALS[backend.health.state]
  const types =
    backend.taskTypes === 1 ? '1 task type' : `${backend.taskTypes.toLocaleString('en')} task types`
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          <Signal state={state} label={null} />
          <span className="font-mono">{backend.name}</span>
        </span>
      }
      note={
        <span className="flex items-center gap-2">
          <Badge>{backend.kind}</Badge> {types}
        </span>
      }
      padded
    >
      <p>
        <span className="font-medium">{words}.</span>{' '}
        {backend.health.detail && <span className="text-muted">{backend.health.detail}</span>}
      </p>
      {backend.description && <p className="text-muted">{backend.description}</p>}
      <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {backend.url && (
          <Fact name="Connection" value={<span className="font-mono text-sm">{backend.url}</span>} />
        )}
        {capabilityLines(backend.capabilities).map((line) => (
          <Fact key={line.name} name={line.name} value={line.value} />
        ))}
      </dl>
    </Panel>
  )
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div className="flex min-w-0 gap-3">
      <dt className="w-32 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0">{value}</dd>
    </div>
  )
}
