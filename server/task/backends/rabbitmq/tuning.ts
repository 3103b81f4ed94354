/** How the RabbitMQ backend behaves; times in milliseconds unless the name says otherwise. */
export interface RabbitTuning {
  /** A connection on which nothing came for two of these is dead, for the broker and for us. */
  readonly heartbeatSeconds: number
  readonly connectTimeoutMs: number
  /** First and longest pause between attempts to reconnect. */
  readonly reconnectInitialMs: number
  readonly reconnectMaxMs: number
  /** Messages, and bytes of bodies, that were sent and are not confirmed yet. */
  readonly windowCount: number
  readonly windowBytes: number
  /** How long a publish waits for a broker that is away or blocks, and how many may. */
  readonly offlineWaitMs: number
  readonly offlineCount: number
  /** A message that is not confirmed by then is reported as failed, though it may have arrived. */
  readonly confirmTimeoutMs: number
  /** Pause before a consumer that the broker cancelled is made again. */
  readonly resubscribeMs: number
  /** How long `close` waits for what is under way. */
  readonly closeTimeoutMs: number
}

export const DEFAULT_TUNING: RabbitTuning = {
  heartbeatSeconds: 10,
  connectTimeoutMs: 5_000,
  reconnectInitialMs: 100,
  reconnectMaxMs: 5_000,
  windowCount: 1_000,
  windowBytes: 16 * 1_048_576,
  offlineWaitMs: 2_000,
  offlineCount: 10_000,
  confirmTimeoutMs: 30_000,
  resubscribeMs: 500,
  closeTimeoutMs: 5_000,
}
