'use client'
import type { ReactNode } from 'react'
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

interface Standing {
  readonly state: SignalState
  readonly words: string
  readonly details: readonly string[]
}

/** The worst that is known of it: what stands in the way now, before what was refused last. */
function standingOf({ enabled, problems, lastReceivedAt, lastRefusal }: Webhook): Standing {
  if (!enabled) return { state: 'paused', words: 'Disabled', details: ['Its address answers 404.'] }
  if (problems.length > 0) return { state: 'danger', words: 'Receives nothing', details: problems }
  if (lastReceivedAt === null) return { state: 'unknown', words: 'Waits for the first delivery', details: [] }
  if (lastRefusal?.at === lastReceivedAt)
    return { state: 'caution', words: 'The last delivery was refused', details: [lastRefusal.reason] }
  return { state: 'clear', words: 'Receives', details: [] }
}

interface WebhookPanelProps {
  webhook: Webhook
  mayChange: boolean
  onEdit: () => void
  onRemove: () => void
}

export function WebhookPanel({ webhook, mayChange, onEdit, onRemove }: WebhookPanelProps) {
  const test = useTestWebhook()
  const { name, type } = webhook
  const { state, words, details } = standingOf(webhook)
  const sendTest = () =>
    test.mutate(name, {
      onSuccess: ({ id }) => toast({ title: `Published a test as ${type}`, description: id }),
    })
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          <Signal state={state} label={null} />
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
              aria-label={`Send a test to ${name}`}
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
      <p>
        <span className="font-medium">{words}.</span>
        {details.map((detail) => (
          <span key={detail} className="text-muted">
            {' '}
            {sentence(detail)}
          </span>
        ))}
      </p>
      {webhook.description && <p className="text-muted">{webhook.description}</p>}
      <WebhookFacts webhook={webhook} />
      <FormError error={test.error} shown={[]} />
    </Panel>
  )
}

/** Details come from the API, some as half a sentence. */
function sentence(text: string): string {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { name, type, project, counts, lastReceivedAt, lastRefusal, url } = webhook
  const figures = (['accepted', 'repeated', 'refused'] as const).map(
    (what) => `${counts[what].toLocaleString('en')} ${what}`,
  )
  return (
    <dl className="mt-3 grid gap-y-1">
      <Fact name="Address">
        <span className="-my-1 flex items-center gap-1">
          <code className="min-w-0 font-mono text-sm break-all select-all">{url}</code>
          <CopyButton text={url} label={`Copy the address of ${name}`} />
        </span>
      </Fact>
      <Fact name="Becomes">
        <span className="font-mono text-sm">{type}</span> in the name of{' '}
        <span className="font-mono text-sm">{project}</span>
      </Fact>
      <Fact name="Secret">
        <span className="font-mono text-sm break-all">{webhook.secret}</span>
      </Fact>
      <Fact name="Deliveries">
        <span className="tabular-nums">{figures.join(', ')}</span>
      </Fact>
      {lastReceivedAt !== null && (
        <Fact name="Last delivery">
          <Time at={lastReceivedAt} />
        </Fact>
      )}
      {lastRefusal !== null && lastRefusal.at !== lastReceivedAt && (
        <Fact name="Last refusal">
          <Time at={lastRefusal.at} /> <span className="text-muted">{sentence(lastRefusal.reason)}</span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-3">
      <dt className="w-24 shrink-0 text-muted sm:w-32">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}
