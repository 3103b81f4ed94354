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

type Capabilities = Backend['capabilities']
type Ability = 'durable' | 'orderByKey' | 'peek' | 'find' | 'unique' | 'cancel' | 'purge'

function ability(can: Capabilities, name: Ability, yes = 'yes'): string {
  if (can[name]) return yes
  const why = can.why?.[name]
  return why === undefined ? 'no' : `no: ${why}`
}

function purgeWords(can: Capabilities): string {
  if (!can.purge || can.purgesDelayed) return ability(can, 'purge')
  const why = can.why?.purgesDelayed
  return `what is ready; delayed tasks stay${why === undefined ? '' : `: ${why}`}`
}

/** What a backend can do, each capability in words: what it cannot is said, not left out. */
export function capabilityLines(can: Backend['capabilities']): { name: string; value: string }[] {
  const stats = Object.entries(can.stats)
  const named = (quality: string) =>
    stats.filter(([, value]) => value === quality).map(([name]) => FIGURES[name] ?? name)
  const lines = [
    { name: 'Durable', value: ability(can, 'durable') },
    { name: 'Delay', value: `to the next ${duration(can.delayResolutionMs)}` },
    { name: 'Order by key', value: ability(can, 'orderByKey') },
    { name: 'Peek', value: ability(can, 'peek') },
    { name: 'Find a waiting task', value: ability(can, 'find', 'by its id') },
    { name: 'Unique tasks', value: ability(can, 'unique') },
    { name: 'Cancel a waiting task', value: ability(can, 'cancel') },
    { name: 'Purge', value: purgeWords(can) },
    { name: 'Exact figures', value: named('exact').join(', ') || 'no figure' },
  ]
  const estimated = named('estimated')
  const unsupported = named('unsupported')
  if (estimated.length > 0) lines.push({ name: 'Estimated', value: estimated.join(', ') })
  if (unsupported.length > 0) lines.push({ name: 'Cannot tell', value: unsupported.join(', ') })
  return lines
}
