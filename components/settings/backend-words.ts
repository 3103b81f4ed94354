import type { SignalState } from '@/components/ui/signal'
import { duration } from '../ui/format'
import type { Backend } from './use-backends'

type Health = Backend['health']['state']

export const BACKEND_SIGNALS: Record<Health, { state: SignalState; words: string }> = {
  connected: { state: 'clear', words: 'Connected' },
  unreachable: { state: 'danger', words: 'Unreachable from the control plane' },
  unresolved: { state: 'danger', words: 'Its connection secret does not resolve' },
  unknown: { state: 'unknown', words: 'Not tried yet' },
}

const FIGURES: Record<string, string> = { inFlight: 'in flight', oldestAge: 'oldest age' }

function purgeWords(can: Backend['capabilities']): string {
  if (!can.purge) return 'no'
  return can.purgesDelayed ? 'yes' : 'what is ready; delayed tasks stay'
}

/** What a backend can do, each capability in words: what it cannot is said, not left out. */
export function capabilityLines(can: Backend['capabilities']): { name: string; value: string }[] {
  const stats = Object.entries(can.stats)
  const named = (quality: string) =>
    stats.filter(([, value]) => value === quality).map(([name]) => FIGURES[name] ?? name)
  const lines = [
    { name: 'Durable', value: can.durable ? 'yes' : 'no: tasks are lost when its process ends' },
    { name: 'Delay', value: `to the next ${duration(can.delayResolutionMs)}` },
    { name: 'Order by key', value: can.orderByKey ? 'yes' : 'no' },
    { name: 'Peek', value: can.peek ? 'yes' : 'no' },
    { name: 'Find a waiting task', value: can.find ? 'by its id' : 'no' },
    { name: 'Purge', value: purgeWords(can) },
    { name: 'Exact figures', value: named('exact').join(', ') || 'no figure' },
  ]
  const estimated = named('estimated')
  const unsupported = named('unsupported')
  if (estimated.length > 0) lines.push({ name: 'Estimated', value: estimated.join(', ') })
  if (unsupported.length > 0) lines.push({ name: 'Cannot tell', value: unsupported.join(', ') })
  return lines
}
