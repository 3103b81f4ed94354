/**
 * What a replay sends: the task as it was published, with its own id, as a first attempt of this campaign. What
 * described its death, its delay and its expiry is left out: a task that a person sends again is wanted now.
 */
import { originalOf } from '../failures/original.ts'
import type { ArchivedMessage } from '../store/replay-tasks.ts'
import { EDITED_IN_REPLAY, type Envelope, isStructured } from '../task/index.ts'
import { JSON_TYPE } from '../task/wire/content.ts'

const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['expirytime', 'notbefore', 'failures'],
  ...['deadid', 'deadreason', 'deadinfo'],
])

export interface Campaign {
  readonly id: string
  readonly maxAttempts: number
}

export function replayEnvelope(message: ArchivedMessage, campaign: Campaign): Envelope {
  const { attributes, body } = originalOf(message)
  const kept = Object.entries(attributes).filter(([name]) => !LEFT_OUT.has(name))
  return {
    attributes: {
      specversion: '1.0',
      source: '/unknown',
      ...Object.fromEntries(kept),
      ...(message.payload === null
        ? {}
        : { datacontenttype: editedType(attributes.datacontenttype), [EDITED_IN_REPLAY]: campaign.id }),
      id: attributes.id || message.taskId,
      type: message.typeName,
      attempt: '1',
      maxattempts: String(campaign.maxAttempts),
      replayid: campaign.id,
    },
    body: message.payload ?? body,
  }
}

/** An edited payload is a payload: of an event that could not be read it takes the place. */
export const editedType = (contentType = JSON_TYPE) => (isStructured(contentType) ? JSON_TYPE : contentType)
