/** How the Postgres backend behaves in time; every value in milliseconds unless its name says otherwise. */
export interface PostgresTuning {
  /** A consumer process that has not renewed its lease for this long has lost what it took. */
  readonly leaseMs: number
  /** How often the lease is renewed; well below a third of it. */
  readonly heartbeatMs: number
  /** How often a consumer looks for work that no notification announced. */
  readonly pollMs: number
  /** In a busy time this process notifies no more often: NOTIFY takes a database-wide lock at commit. */
  readonly notifyEveryMs: number
  /** So many notifications beyond that rate are sent at once before a time counts as busy. */
  readonly notifyBurst: number
  /** Connections of the pool, apart from the one that listens. */
  readonly maxConnections: number
  /** Tasks of one insert statement. */
  readonly publishBatch: number
  /** First and longest pause between attempts to reconnect. */
  readonly reconnectInitialMs: number
  readonly reconnectMaxMs: number
  readonly connectTimeoutMs: number
  /** A statement that is not answered by then stands on a dead connection. */
  readonly queryTimeoutMs: number
  /** How long `close` waits for settlements that are under way. */
  readonly closeTimeoutMs: number
}

export const DEFAULT_TUNING: PostgresTuning = {
  leaseMs: 10_000,
  heartbeatMs: 2_000,
  pollMs: 1_000,
  notifyEveryMs: 5,
  notifyBurst: 20,
  maxConnections: 6,
  publishBatch: 500,
  reconnectInitialMs: 100,
  reconnectMaxMs: 5_000,
  connectTimeoutMs: 5_000,
  queryTimeoutMs: 15_000,
  closeTimeoutMs: 5_000,
}
