/** Stores what the task carries: text, bytes or JSON. */
import { DONE, type Run } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { verdictOf } from './ended.ts'
import { type ObjectPayload, objectOf } from './object-of-task.ts'
import type { UploadOptions } from './options.ts'
import { createStore } from './store.ts'

type Payload = ObjectPayload &
  ({ readonly content: string } | { readonly contentBase64: string } | { readonly json: unknown })

export function s3UploadRun(options: UploadOptions, tools: BuiltInTools): Run {
  const store = createStore(options, tools)
  return async ({ task, signal }) => {
    try {
      const payload = task.payload as Payload
      const { bytes, type } = bytesOf(payload)
      const contentType = payload.contentType ?? type
      await store.put(objectOf(task, { keyPrefix: options.keyPrefix, contentType }), bytes, signal)
      return DONE
    } catch (thrown) {
      return verdictOf(thrown)
    }
  }
}

function bytesOf(payload: Payload): { readonly bytes: Uint8Array; readonly type: string } {
  if ('content' in payload) return { bytes: Buffer.from(payload.content), type: 'text/plain; charset=utf-8' }
  if ('contentBase64' in payload)
    return { bytes: Buffer.from(payload.contentBase64, 'base64'), type: 'application/octet-stream' }
  return { bytes: Buffer.from(JSON.stringify(payload.json)), type: 'application/json' }
}
