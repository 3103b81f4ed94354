/** The state of an instance and of its consumers as signals, worst first. Pure. */
import type { Schemas } from '@/components/api/client'
import type { SignalState } from '@/components/ui/signal'

type Instance = Schemas['Instance']
type Consumer = Instance['consumers'][number]

export const CONSUMER_SIGNALS: Record<Consumer['state'], SignalState> = {
  running: 'clear',
  starting: 'caution',
  draining: 'caution',
  paused: 'paused',
  tripped: 'danger',
  crashed: 'danger',
  stopped: 'unknown',
}

/** What a person should know first about it. */
export function instanceState(instance: Instance): { state: SignalState; label: string } {
  if (instance.status === 'stopped') return { state: 'unknown', label: 'Stopped; said goodbye' }
  if (instance.status === 'lost') return { state: 'danger', label: 'Lost; silent since its last heartbeat' }
  const crashed = instance.consumers.filter((consumer) => consumer.state === 'crashed')
  if (crashed.length > 0)
    return { state: 'danger', label: `Crashed: ${crashed.map((consumer) => consumer.type).join(', ')}` }
  const tripped = instance.consumers.filter((consumer) => consumer.state === 'tripped')
  if (tripped.length > 0)
    return {
      state: 'danger',
      label: `Target is down: ${tripped.map((consumer) => consumer.type).join(', ')}`,
    }
  if (instance.configError !== null)
    return { state: 'danger', label: `Cannot apply its configuration: ${instance.configError}` }
  if (instance.unresolvedSecrets.length > 0)
    return { state: 'caution', label: `Cannot resolve ${instance.unresolvedSecrets.join(', ')}` }
  if (instance.loopBlock) return { state: 'caution', label: blockInWords(instance.loopBlock) }
  if (instance.command !== null) return { state: 'caution', label: `Told to ${instance.command}` }
  if (instance.state === 'draining') return { state: 'caution', label: 'Drains: finishes what runs' }
  if (instance.stale)
    return {
      state: 'caution',
      label: `Runs revision ${instance.appliedRevision} instead of ${instance.desiredRevision}`,
    }
  if (instance.state === 'starting') return { state: 'caution', label: 'Starts' }
  return { state: 'clear', label: 'Live' }
}

/** Nothing moves while a handler computes: neither leases nor heartbeats. */
export function blockInWords({ ms, types }: NonNullable<Instance['loopBlock']>): string {
  const who = types.length === 0 ? '' : ` while ${types.join(', ')} ran`
  return `Event loop stood still for ${(ms / 1_000).toFixed(1)} s${who}`
}

export const runningOf = (instance: Instance) =>
  instance.consumers.reduce((sum, consumer) => sum + consumer.runningCount, 0)
export const workersOf = (instance: Instance) =>
  instance.consumers.reduce((sum, consumer) => sum + consumer.workers, 0)

/** The task that has run longest; null when it is idle. */
export function oldestTask(instance: Instance) {
  const running = instance.consumers.flatMap((consumer) =>
    consumer.running.map((task) => ({ ...task, type: consumer.type })),
  )
  return running.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0] ?? null
}
