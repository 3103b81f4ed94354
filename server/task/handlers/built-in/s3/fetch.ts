/** Downloads what a task's URL names and stores it as it comes, with 8 MiB of it in memory. */
import { DONE, type Job, type Run } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { contentTypeFor } from './content-type.ts'
import { verdictOf } from './ended.ts'
import { type ObjectPayload, objectOf } from './object-of-task.ts'
import { discard, openSource, type Source } from './open-source.ts'
import type { FetchOptions } from './options.ts'
import { announcedBytes, sourceBytes } from './source-bytes.ts'
import { type Stop, stopWith } from './stop.ts'
import { createStore, type Store } from './store.ts'
import { inParts, storeStream } from './store-stream.ts'

interface Payload extends ObjectPayload {
  readonly url: string
  readonly sha256?: string
  readonly md5?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function s3FetchRun(options: FetchOptions, tools: BuiltInTools): Run {
  const store = createStore(options, tools)
  const { totalTimeoutMs: totalMs } = options
  return async (job) => {
    const stop = stopWith(job.signal)
    const total = stop.after(totalMs, `was not downloaded and stored within ${totalMs} ms`)
    try {
      const source = await openSource(job.task.payload as Payload, { ...options, stop }, tools)
      await storeSource({ source, job, stop, store }, options)
      return DONE
    } catch (thrown) {
      return verdictOf(thrown)
    } finally {
      clearTimeout(total)
    }
  }
}

interface Download {
  readonly source: Source
  readonly job: Job
  readonly stop: Stop
  readonly store: Store
}

async function storeSource({ source, job, stop, store }: Download, options: FetchOptions): Promise<void> {
  try {
    const { sha256, md5, contentType: wanted } = job.task.payload as Payload
    const contentType = contentTypeFor(source, wanted, options.allowedContentTypes)
    const object = objectOf(job.task, { keyPrefix: options.keyPrefix, contentType })
    const encoding = [source.headers['content-encoding']].flat().join(', ')
    const expected = announcedBytes(source, options.maxBytes)
    const sums = { ...(sha256 !== undefined && { sha256 }), ...(md5 !== undefined && { md5 }) }
    const bytes = sourceBytes(source, { ...options, sums }, stop)
    await storeStream(
      store,
      { ...object, ...(encoding !== '' && { contentEncoding: encoding }) },
      inParts(bytes, expected),
      stop.signal,
    )
  } finally {
    discard(source)
  }
}
