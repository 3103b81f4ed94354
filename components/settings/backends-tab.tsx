'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useMay } from '@/components/shell/use-session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { BACKEND_SIGNALS, capabilityLines } from './backend-words'
import { TabBody } from './tab-body'
import { type Backend, useBackends, useRemoveBackend } from './use-backends'

const BackendDialog = dynamic(() => import('./backend-dialog').then((part) => part.BackendDialog))

/** The brokers that are known, whether they answer, and what each can do. */
export function BackendsTab() {
  const backends = useBackends()
  const loadError = useLoadError(backends)
  const mayConfigure = useMay('configure')
  const [editing, setEditing] = useState<Backend | 'new' | null>(null)
  const [removing, setRemoving] = useState<Backend | null>(null)
  return (
    <TabBody
      intro="A backend is a named broker connection. Task types choose one by its name; what a backend cannot do is said here, and hidden or explained elsewhere."
      action={
        mayConfigure && (
          <Button variant="primary" onClick={() => setEditing('new')}>
            New backend
          </Button>
        )
      }
    >
      {loadError !== null && (
        <Panel>
          <ErrorState title="Backends could not be read" error={loadError} retry={() => backends.refetch()} />
        </Panel>
      )}
      {backends.isPending && loadError === null && <Skeleton className="h-28 w-full" />}
      {backends.data?.length === 0 && (
        <Panel>
          <EmptyState title="No backends">Register the broker that tasks are to wait in.</EmptyState>
        </Panel>
      )}
      {backends.data?.map((backend) => (
        <BackendPanel
          key={backend.name}
          backend={backend}
          onEdit={mayConfigure && backend.kind !== 'memory' ? () => setEditing(backend) : null}
          onRemove={mayConfigure ? () => setRemoving(backend) : null}
        />
      ))}
      {editing !== null && (
        <BackendDialog backend={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      <RemoveDialog backend={removing} onClose={() => setRemoving(null)} />
    </TabBody>
  )
}

function RemoveDialog({ backend, onClose }: { backend: Backend | null; onClose: () => void }) {
  const remove = useRemoveBackend()
  const name = backend?.name ?? ''
  return (
    <ConfirmDialog
      open={backend !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}?`}
      tone="danger"
      confirmLabel="Remove backend"
      touches={[
        'Signalbox forgets its address. Nothing in the broker is touched.',
        'Refused while a task type uses it, or tasks of one that has left still wait there.',
      ]}
      onConfirm={async () => {
        await remove.mutateAsync(name)
        toast({ title: `Removed ${name}` })
      }}
    />
  )
}

interface BackendPanelProps {
  backend: Backend
  /** null: it cannot be changed here. */
  onEdit: (() => void) | null
  onRemove: (() => void) | null
}

function BackendPanel({ backend, onEdit, onRemove }: BackendPanelProps) {
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
      actions={
        <>
          {onEdit && (
            <Button size="sm" variant="ghost" aria-label={`Edit ${backend.name}`} onClick={onEdit}>
              Edit
            </Button>
          )}
          {onRemove && (
            <Button size="sm" variant="ghost" aria-label={`Remove ${backend.name}`} onClick={onRemove}>
              Remove…
            </Button>
          )}
        </>
      }
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
