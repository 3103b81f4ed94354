/** A batch may go to several backends; each part is confirmed by itself, and the answer says which ones were. */
import type { Duplicate, Outgoing } from '../backends/backend.ts'
import { asError } from '../consume/verdict.ts'
import { PublishError } from '../errors.ts'

export interface PublishGroup {
  readonly outgoing: readonly Outgoing[]
  /** Resolves when the broker confirmed the whole group. */
  publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]>
}

const idsOf = (batch: readonly Outgoing[]) => batch.map(({ envelope }) => envelope.attributes.id ?? '')

function acceptedOf(group: PublishGroup, result: PromiseSettledResult<unknown>): readonly string[] {
  if (result.status === 'fulfilled') return idsOf(group.outgoing)
  return result.reason instanceof PublishError ? result.reason.accepted : []
}

/**
 * Resolves when every group is confirmed, with the tasks that were not stored because another holds their key.
 * @throws PublishError that names the confirmed ids, when a part of the batch was; else the backend's own error
 */
export function publishGroups(groups: readonly PublishGroup[]): Promise<readonly Duplicate[]> {
  const [only] = groups
  return groups.length === 1 && only !== undefined ? only.publish(only.outgoing) : publishEach(groups)
}

async function publishEach(groups: readonly PublishGroup[]): Promise<readonly Duplicate[]> {
  const results = await Promise.allSettled(groups.map((group) => group.publish(group.outgoing)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined)
    return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const accepted = groups.flatMap((group, index) => {
    const result = results[index]
    return result === undefined ? [] : acceptedOf(group, result)
  })
  if (accepted.length === 0) throw failed.reason
  const total = groups.reduce((sum, group) => sum + group.outgoing.length, 0)
  throw new PublishError(
    `${accepted.length} of ${total} tasks were published: ${asError(failed.reason).message}`,
    accepted,
    { cause: failed.reason },
  )
}
