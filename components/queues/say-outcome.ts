import { toast } from '@/components/ui/toast'
import type { BulkOutcome } from './use-queue-actions'

const count = (types: readonly string[]) => (types.length === 1 ? types[0] : `${types.length} queues`)

/** What a bulk action did, and what it could not do, each by name. */
export function sayOutcome(did: string, outcome: BulkOutcome, undo?: () => void) {
  const { done, failed } = outcome
  if (done.length > 0)
    toast({
      title: `${count(done)} ${did}`,
      description: 'Workers see it with their next poll.',
      ...(undo ? { action: { label: 'Undo', onClick: undo } } : {}),
    })
  if (failed.length > 0)
    toast({
      tone: 'danger',
      title: `${count(failed.map((entry) => entry.type))} not ${did}`,
      description: failed
        .slice(0, 3)
        .map((entry) => `${entry.type}: ${entry.message}`)
        .join(' '),
    })
}
