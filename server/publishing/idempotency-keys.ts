/** `Idempotency-Key`: the same key and body have the same ids and the same answer, whatever happens in between. */
import { createHash } from 'node:crypto'
import type { Accepted } from '../api/contract/tasks.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, Refusal } from '../errors.ts'
import type { Database } from '../store/database.ts'
import {
  beginKey,
  completeKey,
  findKey,
  freeKey,
  type KeyedRequest,
  type KeyState,
  keepKeyBusy,
} from '../store/idempotency.ts'
import { PublishRefusal } from './publish-refusal.ts'

export interface IdempotencyKeys {
  /** The answer that the key has had; null when the request is still to be done. @throws Refusal 409, 422 */
  find(request: KeyedRequest): Promise<Accepted | null>
  /**
   * Does `work` unless somebody has; it is given the promised answer and the ids that were accepted before, and gives
   * the answer: the promised one, with what only sending told.
   * @throws Refusal 409, 422, and what `work` throws
   */
  run(
    request: KeyedRequest,
    answer: Accepted,
    work: (promised: Accepted, acceptedIds: readonly string[]) => Promise<Accepted>,
  ): Promise<Accepted>
}

/** Whose death is noticed: a key that its process does not renew may be taken up by a retry. */
const BUSY_MS = 30_000

/** What makes a request the same: its form and its body. */
export function keyedRequest(actor: Actor, key: string, headers: Headers, body: Uint8Array): KeyedRequest {
  const hash = createHash('sha256')
  for (const [name, value] of headers)
    if (name === 'content-type' || name.startsWith('ce-')) hash.update(`${name}: ${value}\n`)
  return { scope: `${actor.kind}:${actor.id}`, key, hash: hash.update('\n').update(body).digest('hex') }
}

function answerFrom(state: KeyState<Accepted>): Accepted {
  if (state.kind === 'done') return state.answer
  if (state.kind === 'busy')
    throw conflict('idempotency-key-busy', 'A request with this Idempotency-Key is still running.')
  throw new Refusal(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request.', {
    errors: [{ parameter: 'Idempotency-Key', detail: 'expected a key of its own for each request' }],
  })
}

export function createIdempotencyKeys(deps: {
  readonly database: Database
  readonly log: { warn(context: object, message: string): void }
}): IdempotencyKeys {
  const { database, log } = deps

  /** The tasks' fate is decided; a key that could not be settled only costs a repeated delivery later. */
  async function settle(work: Promise<void>): Promise<void> {
    await work.catch((error) => log.warn({ err: error }, 'an idempotency key could not be settled'))
  }

  return {
    async find(request) {
      const state = await findKey<Accepted>(database, request)
      return state === null ? null : answerFrom(state)
    },
    async run(request, answer, work) {
      const start = await beginKey(database, request, answer, BUSY_MS)
      if (start.kind !== 'started') return answerFrom(start)
      const renewal = setInterval(
        () => void settle(keepKeyBusy(database, request, BUSY_MS)),
        BUSY_MS / 3,
      ).unref()
      try {
        const given = await work(start.answer, start.acceptedIds)
        await settle(completeKey(database, request, 202, given))
        return given
      } catch (error) {
        await settle(freeKey(database, request, error instanceof PublishRefusal ? error.accepted : []))
        throw error
      } finally {
        clearInterval(renewal)
      }
    },
  }
}
