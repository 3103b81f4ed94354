/** Names of queues and exchanges on the broker (contract, section 1). */
import type { QueueSpec } from '../backend.ts'

/** Everything that one task type has on the broker. */
export interface QueueNames {
  /** The queue that tasks are taken from; somebody else's when `foreign`. */
  readonly work: string
  readonly foreign: boolean
  readonly dead: string
  /** Passes what is due on to a foreign queue, so that nothing is bound to it. */
  readonly due: string
  /** One word of a routing key each: where the ladder brings what is due. */
  readonly workAddress: string
  readonly deadAddress: string
}

export function namesOf(namespace: string, { type, queueName }: QueueSpec): QueueNames {
  const own = `${namespace}.${type}`
  // A type has no colon, so the word is unique, and no dot divides it.
  const address = type.replaceAll('.', ':')
  return {
    work: queueName ?? own,
    foreign: queueName !== undefined,
    dead: `${own}.dead`,
    due: `${own}.delayed`,
    workAddress: address,
    deadAddress: `${address}:dead`,
  }
}
