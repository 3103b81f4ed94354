/** For tests: dead letters, and how they get into a dead queue of a real backend. */
import { randomUUID } from 'node:crypto'
import { type Backend, type DeadInfo, type DeadReason, type Envelope, makeDeadLetter } from '../task/index.ts'

export interface LetterParts {
  readonly id?: string
  readonly deadId?: string
  readonly type?: string
  readonly payload?: unknown
  /** Instead of `payload`: the bytes as they are. */
  readonly body?: Uint8Array
  readonly reason?: DeadReason
  readonly error?: Partial<DeadInfo['error']>
  readonly response?: DeadInfo['response']
  readonly failedAt?: string
  readonly attributes?: Readonly<Record<string, string>>
}

export function letterOf(parts: LetterParts = {}): Envelope {
  const id = parts.id ?? randomUUID()
  const failedAt = parts.failedAt ?? '2026-03-01T12:00:00.000Z'
  const body = parts.body ?? Buffer.from(JSON.stringify(parts.payload ?? { order: 4711 }))
  const attributes = {
    specversion: '1.0',
    id,
    type: parts.type ?? 'invoice.render',
    source: '/projects/checkout',
    datacontenttype: 'application/json',
    attempt: '3',
    ...parts.attributes,
  }
  const error = { name: 'TaskError', message: 'The target answered 503.', stack: 'at render', ...parts.error }
  return makeDeadLetter(
    { attributes, body },
    {
      deadId: parts.deadId ?? randomUUID(),
      reason: parts.reason ?? 'exhausted',
      info: {
        error,
        ...(parts.response === undefined ? {} : { response: parts.response }),
        attempts: [{ at: failedAt, error: `${error.name}: ${error.message}` }],
        firstFailedAt: failedAt,
        failedAt,
        project: 'billing',
        instance: 'i1',
        revision: 3,
      },
    },
  )
}

/** Lets tasks of the type die with these letters, as a worker does. */
export async function bury(backend: Backend, type: string, letters: readonly Envelope[]): Promise<void> {
  const queue = { type }
  await backend.declare(queue)
  await backend.publish(
    letters.map((_letter, n) => ({
      queue,
      envelope: { attributes: { id: String(n), type }, body: new Uint8Array() },
    })),
  )
  const done = Promise.withResolvers<void>()
  let left = letters.length
  const subscription = await backend.consume(queue, {
    prefetch: 200,
    onError: done.reject,
    onDelivery(delivery) {
      const letter = letters[Number(delivery.envelope.attributes.id)] as Envelope
      delivery.dead(letter).then(() => {
        left -= 1
        if (left === 0) done.resolve()
      }, done.reject)
    },
  })
  await done.promise
  await subscription.stop()
}
