'use client'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { FormError } from '@/components/ui/form-error'
import { Panel } from '@/components/ui/panel'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { useTestWebhook, type Webhook } from './use-webhooks'
import { SCHEMES } from './webhook-schemes'

function stateOf({ enabled, problems }: Webhook): SignalState {
  if (!enabled) return 'unknown'
  return problems.length > 0 ? 'danger' : 'clear'
}

interface WebhookPanelProps {
  webhook: Webhook
  mayChange: boolean
  onEdit: () => void
  onRemove: () => void
}

export function WebhookPanel({ webhook, mayChange, onEdit, onRemove }: WebhookPanelProps) {
  const test = useTestWebhook()
  const { name, type, project, counts, lastRefusal, url } = webhook
  const sendTest = () =>
    test.mutate(name, {
      onSuccess: ({ id }) => toast({ title: `Published a test as ${type}`, description: id }),
    })
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          <Signal state={stateOf(webhook)} label={null} />
          <span className="font-mono">{name}</span>
        </span>
      }
      note={<Badge>{SCHEMES.find(({ value }) => value === webhook.scheme)?.label}</Badge>}
      padded
      actions={
        mayChange && (
          <>
            <Button
              size="sm"
              variant="ghost"
              onClick={sendTest}
              pending={test.isPending}
              aria-label={`Test ${name}`}
            >
              Send a test
            </Button>
            <Button size="sm" variant="ghost" aria-label={`Edit ${name}`} onClick={onEdit}>
              Edit
            </Button>
            <Button size="sm" variant="ghost" aria-label={`Remove ${name}`} onClick={onRemove}>
              Remove…
            </Button>
          </>
        )
      }
    >
      {!webhook.enabled && <p className="font-medium">Disabled: it answers 404.</p>}
      {webhook.problems.map((problem) => (
        <p key={problem} className="font-medium">
          {problem}
        </p>
      ))}
      <p className="flex items-center gap-1">
        <code className="min-w-0 font-mono text-sm break-all select-all">{url}</code>
        <CopyButton text={url} label={`Copy the address of ${name}`} />
      </p>
      <p className="text-muted">
        Becomes <span className="font-mono text-sm">{type}</span> in the name of{' '}
        <span className="font-mono text-sm">{project}</span>. {webhook.description}
      </p>
      <p className="mt-2 tabular-nums">
        {counts.accepted.toLocaleString('en')} accepted, {counts.repeated.toLocaleString('en')} repeated,{' '}
        {counts.refused.toLocaleString('en')} refused
        {webhook.lastReceivedAt === null ? '; nothing received yet' : '; last received '}
        {webhook.lastReceivedAt !== null && <Time at={webhook.lastReceivedAt} />}
      </p>
      {lastRefusal !== null && (
        <p className="text-muted">
          Last refusal <Time at={lastRefusal.at} />: {lastRefusal.reason}
        </p>
      )}
      <FormError error={test.error} shown={[]} />
    </Panel>
  )
}
