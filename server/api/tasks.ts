/** Publishing over HTTP. The forms are told apart by headers, so the route reads its body itself. */
import { Refusal } from '../errors.ts'
import { keyedRequest } from '../publishing/idempotency-keys.ts'
import { type PublishDeps, publishTasks } from '../publishing/publish-tasks.ts'
import * as contract from './contract/tasks.ts'
import { readDrafts } from './task-drafts.ts'
import type { Api } from './types.ts'

const MOST_KEY_CHARACTERS = 200

function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key')
  if (key === null || (key.length > 0 && key.length <= MOST_KEY_CHARACTERS)) return key
  throw new Refusal(422, 'invalid', 'The Idempotency-Key cannot be used.', {
    errors: [{ parameter: 'Idempotency-Key', detail: `expected 1 to ${MOST_KEY_CHARACTERS} characters` }],
  })
}

export function registerTasks(api: Api, deps: PublishDeps): void {
  api.post(contract.publishTasks.path, async (c) => {
    const { headers } = c.req.raw
    const actor = c.get('actor')
    const key = idempotencyKey(headers)
    const body = new Uint8Array(await c.req.arrayBuffer())
    const drafts = readDrafts(headers, body)
    const keyed = key === null ? null : keyedRequest(actor, key, headers, body)
    return c.json(await publishTasks(deps, { actor, drafts, keyed }), 202)
  })
}
