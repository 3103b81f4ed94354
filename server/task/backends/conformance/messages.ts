/** Tasks to publish in the suite. */
import type { Envelope, Outgoing, QueueSpec } from '../backend.ts'

export function envelopeOf(id: string, body: Uint8Array = Buffer.from(`{"id":"${id}"}`)): Envelope {
  return {
    attributes: {
      specversion: '1.0',
      id,
      type: 'conformance',
      source: '/conformance',
      time: '2026-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      attempt: '1',
    },
    body,
  }
}

export const idOf = (envelope: Envelope): string => envelope.attributes.id ?? ''

/** `count` tasks with the ids `<prefix>0` and so on. */
export function outgoing(
  queue: QueueSpec,
  count: number,
  more: { prefix?: string; dueAt?: Date } = {},
): Outgoing[] {
  const { prefix = 't', dueAt } = more
  return Array.from({ length: count }, (_, index) => ({
    queue,
    envelope: envelopeOf(`${prefix}${index}`),
    ...(dueAt === undefined ? {} : { dueAt }),
  }))
}

/** In pieces, as a producer does. */
export async function publishAll(
  publish: (batch: readonly Outgoing[]) => Promise<unknown>,
  batch: readonly Outgoing[],
): Promise<void> {
  for (let at = 0; at < batch.length; at += 500) await publish(batch.slice(at, at + 500))
}
