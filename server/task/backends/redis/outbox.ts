/**
 * What is published at about the same time for one stream, by whomever: it leaves in chunks, each one command that the
 * server runs as a whole.
 */
import { randomBytes } from 'node:crypto'
import type { Duplicate, Outgoing } from '../backend.ts'
import type { QueueKeys } from './keys.ts'
import { type Field, pushFields, toFields } from './message.ts'
import { ADD, type Script, STORE } from './scripts.ts'

/** While a script runs the server does nothing else: about half a millisecond. */
const MAX_TASKS = 100
const MAX_BYTES = 262_144

/** One call of `publish`; it ends when each of its tasks has. */
export class Call {
  readonly #results: (Duplicate | Error | null)[]
  readonly #ended: (results: readonly (Duplicate | Error | null)[]) => void
  #pending: number

  constructor(count: number, ended: (results: readonly (Duplicate | Error | null)[]) => void) {
    this.#results = new Array(count).fill(null)
    this.#pending = count
    this.#ended = ended
  }

  end(index: number, result: Duplicate | Error | null): void {
    this.#results[index] = result
    if (--this.#pending === 0) this.#ended(this.#results)
  }
}

export interface Parcel {
  readonly call: Call
  /** Which task of the call it is. */
  readonly index: number
  readonly outgoing: Outgoing
  /** null: it is neither delayed nor unique. Else it names the delayed task, so that sending it again stores it once. */
  readonly token: string | null
}

/** Tasks of one stream that are sent together. */
export interface Chunk {
  readonly keys: QueueKeys
  readonly parcels: readonly Parcel[]
  readonly isPlain: boolean
}

export const tokenOf = (taskId: string | undefined) => `${randomBytes(6).toString('hex')}:${taskId ?? ''}`

export class Outbox {
  readonly keys: QueueKeys
  #parcels: Parcel[] = []

  constructor(keys: QueueKeys) {
    this.keys = keys
  }

  add(parcel: Parcel): void {
    this.#parcels.push(parcel)
  }

  /** Everything, in the order in which it came. */
  take(): Chunk[] {
    const chunks: Chunk[] = []
    let [from, bytes] = [0, 0]
    const parcels = this.#parcels
    this.#parcels = []
    for (const [at, { token, outgoing }] of parcels.entries()) {
      const size = outgoing.envelope.body.byteLength
      const isOther = (token === null) !== (parcels[from]?.token === null)
      if (at > from && (isOther || at - from >= MAX_TASKS || bytes + size > MAX_BYTES)) {
        chunks.push(this.#chunk(parcels.slice(from, at)))
        from = at
        bytes = 0
      }
      bytes += size
    }
    chunks.push(this.#chunk(parcels.slice(from)))
    return chunks
  }

  #chunk(parcels: readonly Parcel[]): Chunk {
    return { keys: this.keys, parcels, isPlain: parcels[0]?.token === null }
  }
}

/** A single plain task needs no script. */
export function commandOf({ keys, parcels }: Chunk): Field[] | null {
  const [only] = parcels
  if (parcels.length !== 1 || only === undefined || only.token !== null) return null
  const args: Field[] = ['XADD', keys.work.stream, '*']
  pushFields(args, only.outgoing.envelope)
  return args
}

export function scriptArgumentsOf({ parcels, isPlain }: Chunk): { script: Script; args: Field[] } {
  const args: Field[] = [String(parcels.length)]
  for (const { outgoing, token } of parcels) {
    const { envelope, dueAt, uniqueKey } = outgoing
    const fields = toFields(envelope, uniqueKey)
    if (!isPlain) {
      const due = dueAt === undefined ? '' : String(dueAt.getTime())
      const key = uniqueKey === undefined ? '' : `=${uniqueKey}`
      args.push(token ?? '', due, key, envelope.attributes.id ?? '')
    }
    args.push(String(fields.length))
    for (const field of fields) args.push(field)
  }
  return { script: isPlain ? ADD : STORE, args }
}
