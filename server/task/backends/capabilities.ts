/**
 * What a backend can do. Declared by each backend, read by the conformance suite (which proves or skips)
 * and by the console (which hides or explains). Never faked.
 */
export interface Capabilities {
  /** Survives a restart of the broker. `memory` does not. */
  readonly durable: boolean
  /** Holds a task back until an instant, to about this resolution in milliseconds. */
  readonly delayResolutionMs: number
  /** Runs tasks of one partition key in order. */
  readonly orderByKey: boolean
  /** Reads waiting tasks without taking them. */
  readonly peek: boolean
  /** Looks one task up by its id. */
  readonly find: boolean
  /** Stores no second task of a type while one with the same unique key waits or runs. */
  readonly unique: boolean
  /** Removes one waiting task by its id. */
  readonly cancel: boolean
  readonly purge: boolean
  /** `purge` removes delayed tasks, too, not only those that are ready. */
  readonly purgesDelayed: boolean
  /** How each figure of `stats` is obtained; null where the backend cannot tell. */
  readonly stats: {
    readonly ready: Quality
    readonly inFlight: Quality
    readonly delayed: Quality
    readonly dead: Quality
    readonly oldestAge: Quality
    /** `enqueuedTotal` and `completedTotal`. */
    readonly totals: Quality
  }
  /** Why it cannot, for each of these that it cannot; a reason that an operator understands. */
  readonly why?: Readonly<Partial<Record<LimitName, string>>>
}

/** What a backend may lack. */
export type LimitName =
  | 'durable'
  | 'orderByKey'
  | 'peek'
  | 'find'
  | 'unique'
  | 'cancel'
  | 'purge'
  | 'purgesDelayed'
  | 'delayed'
  | 'inFlight'
  | 'oldestAge'
  | 'totals'

/** How a figure was obtained. */
export type Quality = 'exact' | 'estimated' | 'unsupported'

export interface Figure {
  /** null: unknown, which is not zero. */
  readonly value: number | null
  readonly quality: Quality
}
