/** How the Kafka backend behaves; times in milliseconds. */
export interface KafkaTuning {
  readonly connectTimeoutMs: number
  /** A request that is not answered by then counts as failed, though it may have arrived. */
  readonly requestTimeoutMs: number
  /** How long a publish waits for brokers that are away. */
  readonly offlineWaitMs: number
  /** First and longest pause between attempts to reach brokers that are away. */
  readonly reconnectInitialMs: number
  readonly reconnectMaxMs: number
  /** How often idle brokers are asked for a sign of life. */
  readonly probeMs: number
  /** A consumer that is not heard of for so long is dead; brokers allow 6 to 1800 s unless set otherwise. */
  readonly sessionTimeoutMs: number
  readonly heartbeatMs: number
  /** How long a fetch waits for something new. */
  readonly fetchWaitMs: number
  /** Of one fetch, and of one partition in it. */
  readonly fetchBytes: number
  /** Taken from the log and not handed out yet, per partition. */
  readonly bufferCount: number
  readonly bufferBytes: number
  /** How old the count of running tasks, which other processes read, may be. */
  readonly inFlightDelayMs: number
  /** Offsets between the first that is not settled and the last that was fetched, per partition. */
  readonly windowCount: number
  /** A task that runs while its partition moves to another process stays with it; it says so this often, */
  readonly leaseRenewMs: number
  /** and loses it when nothing was heard for so long. */
  readonly leaseMs: number
  /** How often records that everybody is done with are deleted. */
  readonly deleteEveryMs: number
  /** How long `close` waits for what is under way. */
  readonly closeTimeoutMs: number
}

export const DEFAULT_TUNING: KafkaTuning = {
  connectTimeoutMs: 5_000,
  requestTimeoutMs: 30_000,
  offlineWaitMs: 2_000,
  reconnectInitialMs: 100,
  reconnectMaxMs: 5_000,
  probeMs: 10_000,
  sessionTimeoutMs: 10_000,
  heartbeatMs: 1_000,
  fetchWaitMs: 500,
  fetchBytes: 1_048_576,
  bufferCount: 1_000,
  bufferBytes: 4 * 1_048_576,
  inFlightDelayMs: 500,
  windowCount: 16_000,
  leaseRenewMs: 2_000,
  leaseMs: 10_000,
  deleteEveryMs: 30_000,
  closeTimeoutMs: 5_000,
}
