/** What a subscription and its deliveries work on: rows that were claimed, and where these come from and go. */
import type { Envelope } from '../backend.ts'
import type { Taken } from './settler.ts'

export interface ClaimedRow {
  readonly id: string
  readonly redelivered: boolean
  readonly attributes: string
  readonly body: Buffer
}

/** What a subscription needs of its backend. */
export interface Source {
  /** False: what was claimed may belong to others by now; hand nothing out. */
  readonly mayHandOut: () => boolean
  readonly claim: (limit: number) => Promise<{ lease: string; rows: readonly ClaimedRow[] }>
  readonly ack: (taken: Taken) => Promise<void>
  readonly retry: (taken: Taken, next: Envelope, dueAt: string) => Promise<void>
  readonly dead: (taken: Taken, letter: Envelope) => Promise<void>
  readonly release: (taken: Taken, handedOut: boolean) => Promise<void>
  /** Gives back what stands under our lease although only `known` is here: the answer to a claim was lost. */
  readonly reconcile: (known: readonly string[]) => Promise<void>
  readonly connected: () => boolean
  /** Nothing was left to claim: tell me when the next one is due. */
  readonly drained: () => void
}

export interface Buffered extends Taken {
  readonly row: ClaimedRow
}
