/** How the Redis backend behaves; times in milliseconds. */
export interface RedisTuning {
  readonly connectTimeoutMs: number
  /** First and longest pause between attempts to reconnect. */
  readonly reconnectInitialMs: number
  readonly reconnectMaxMs: number
  /** A connection on which an answer is this late is dead, and is made again. */
  readonly answerWithinMs: number
  /** How long a publish waits for a server that is away or refuses writes, and how many tasks may. */
  readonly offlineWaitMs: number
  readonly offlineCount: number
  /** A consumer that did not renew its lease for so long loses what it holds to others. */
  readonly leaseMs: number
  /** How often a consumer looks for tasks that came back, and how often for delayed ones that are due. */
  readonly reclaimMs: number
  readonly moveDueMs: number
  /** How long one read waits at the server for a task. */
  readonly blockMs: number
  /** A task whose consumers died so often goes dead as `crashed`. */
  readonly crashLimit: number
  /** How long `close` waits for what is under way. */
  readonly closeTimeoutMs: number
}

export const DEFAULT_TUNING: RedisTuning = {
  connectTimeoutMs: 5_000,
  reconnectInitialMs: 50,
  reconnectMaxMs: 2_000,
  answerWithinMs: 10_000,
  offlineWaitMs: 2_000,
  offlineCount: 10_000,
  leaseMs: 10_000,
  reclaimMs: 1_000,
  moveDueMs: 250,
  blockMs: 2_000,
  crashLimit: 20,
  closeTimeoutMs: 5_000,
}
