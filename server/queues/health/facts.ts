/** What health judges: everything that is known of one queue at one instant. Null is unknown, which is not zero. */
export interface HealthFacts {
  readonly now: Date
  /** Two while the type moves. */
  readonly backends: readonly BackendFacts[]
  readonly consumers: readonly ConsumerFacts[]
  readonly producers: number
  readonly paused: {
    readonly by: string
    readonly reason: string
    readonly since: Date
    readonly until: Date | null
  } | null
  /** Tasks per second over the fleet; null means no limit. */
  readonly rateLimit: number | null
  readonly failures: FailureFacts
}

export interface BackendFacts {
  readonly name: string
  /** Why the last attempt gave no figures; null when it gave some. */
  readonly error: string | null
  readonly errorSince: Date | null
  readonly sampledAt: Date | null
  readonly ready: number | null
  readonly delayed: number | null
  /** Dead letters that wait for the archive. */
  readonly dead: number | null
  readonly oldestAgeMs: number | null
  /** Tasks per second since the sample before. */
  readonly inPerSecond: number | null
  readonly outPerSecond: number | null
  /** Since when tasks have been ready without a break. */
  readonly waitingSince: Date | null
}

export interface ConsumerFacts {
  readonly project: string
  /** `http`: a target answers for it; else it is code. */
  readonly handlerKind: string
  /** Per instance. */
  readonly workers: number
  /** Live instances of the project. */
  readonly instances: number
  /** Those of them that could not apply the newest configuration, and why one of them could not. */
  readonly misconfigured: number
  readonly configError: string | null
  /** Tasks running now, over all instances. */
  readonly running: number
  readonly paused: boolean
  /** Instances in which this consumer crashed, why, and the code of that error. */
  readonly crashed: number
  readonly error: string | null
  readonly errorCode: string | null
  /** Over all instances, in the last minute. */
  readonly attempts: number
  readonly failed: number
  /** Instances that have run it lately or say that it fails. */
  readonly trying: number
  readonly failing: FailingFacts | null
  readonly tripped: TrippedFacts | null
}

/** Instances whose handler fails. */
export interface FailingFacts {
  readonly instances: number
  /** Of the first of them. */
  readonly since: Date
  /** Failed attempts since then, over all of them. */
  readonly count: number
  /** Of the newest failed attempt. */
  readonly status: number | null
  readonly error: string
}

/** Instances that have stopped taking because the target is down. */
export interface TrippedFacts {
  readonly instances: number
  readonly since: Date
  /** null while one task is let through. */
  readonly nextProbeAt: Date | null
  /** Scheme, host and port; null where the handler does not tell. */
  readonly target: string | null
  readonly status: number | null
  readonly error: string
}

export interface FailureFacts {
  /** Dead tasks that wait for a person. */
  readonly dead: number
  readonly lastHour: number
  readonly perMinute: number
  readonly lastFailedAt: Date | null
}

/** A sum over the backends of a type that moves; null when no part is known. */
export function sumKnown(
  backends: readonly BackendFacts[],
  read: (backend: BackendFacts) => number | null,
): number | null {
  const known = backends.map(read).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}

export function earliest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null)
  return known.length === 0 ? null : new Date(Math.min(...known.map((date) => date.getTime())))
}

export function newest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null)
  return known.length === 0 ? null : new Date(Math.max(...known.map((date) => date.getTime())))
}

/** Consumers that ought to take tasks and have somebody to do it. */
export function livingConsumers({ consumers }: HealthFacts): ConsumerFacts[] {
  return consumers.filter((consumer) => !consumer.paused && consumer.instances > 0)
}
