/** When an instance counts as live, lost or stopped. Pure: the instant is passed in. */
export type InstanceStatus = 'live' | 'lost' | 'stopped'

/** An instance that missed this many heartbeats is lost. */
const MISSED_HEARTBEATS = 3

/** What judging liveness takes. */
export interface Liveness {
  readonly clock: () => Date
  readonly heartbeatIntervalMs: number
}

/** Heard after this instant: live. */
export function liveSince({ clock, heartbeatIntervalMs }: Liveness): Date {
  return new Date(clock().getTime() - MISSED_HEARTBEATS * heartbeatIntervalMs)
}

export function statusOf(instance: { state: string; lastSeenAt: Date }, since: Date): InstanceStatus {
  if (instance.state === 'stopped') return 'stopped'
  return instance.lastSeenAt > since ? 'live' : 'lost'
}
