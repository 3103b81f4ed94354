'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { TabBody } from './tab-body'
import { useRemoveWebhook, useWebhooks, type Webhook } from './use-webhooks'
import { WebhookPanel } from './webhook-panel'

const WebhookDialog = dynamic(() => import('./webhook-dialog').then((part) => part.WebhookDialog))

/** The addresses at which providers' webhooks become tasks, and what came of their deliveries. */
export function WebhooksTab() {
  const webhooks = useWebhooks()
  const loadError = useLoadError(webhooks)
  const mayConfigure = useMay('configure')
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null)
  const [removing, setRemoving] = useState<Webhook | null>(null)
  return (
    <TabBody
      intro="An inbound webhook is a signed address: what Stripe, GitHub, Slack, Twilio or another provider sends there becomes a task."
      action={
        mayConfigure && (
          <Button variant="primary" onClick={() => setEditing('new')}>
            New webhook
          </Button>
        )
      }
    >
      {loadError !== null && (
        <Panel>
          <ErrorState title="Webhooks could not be read" error={loadError} retry={() => webhooks.refetch()} />
        </Panel>
      )}
      {webhooks.isPending && loadError === null && <Skeleton className="h-28 w-full" />}
      {webhooks.data?.length === 0 && (
        <Panel>
          <EmptyState title="No inbound webhooks">
            Create one, and give its address and secret to the provider. A delivery is answered when the
            broker has the task; a repeat of a message is not published again.
          </EmptyState>
        </Panel>
      )}
      {webhooks.data?.map((webhook) => (
        <WebhookPanel
          key={webhook.name}
          webhook={webhook}
          mayChange={mayConfigure}
          onEdit={() => setEditing(webhook)}
          onRemove={() => setRemoving(webhook)}
        />
      ))}
      {editing !== null && (
        <WebhookDialog webhook={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      <RemoveDialog webhook={removing} onClose={() => setRemoving(null)} />
    </TabBody>
  )
}

function RemoveDialog({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const remove = useRemoveWebhook()
  const name = webhook?.name ?? ''
  return (
    <ConfirmDialog
      open={webhook !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}?`}
      tone="danger"
      confirmLabel="Remove webhook"
      touches={[
        'Its address answers 404 from then on; the provider’s deliveries are lost unless it keeps them.',
        'Tasks that were published stay.',
      ]}
      onConfirm={async () => {
        await remove.mutateAsync(name)
        toast({ title: `Removed ${name}` })
      }}
    />
  )
}
