/** Arguments that several kinds of queue share. */
export const QUORUM = { 'x-queue-type': 'quorum' } as const

/**
 * Without `reject-publish` the broker silently falls back to at-most-once.
 * @param routingKey what a message is dead-lettered with; its own when left out
 */
export function atLeastOnce(exchange: string, routingKey?: string): Record<string, string> {
  return {
    ...QUORUM,
    'x-dead-letter-exchange': exchange,
    ...(routingKey === undefined ? {} : { 'x-dead-letter-routing-key': routingKey }),
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  }
}
