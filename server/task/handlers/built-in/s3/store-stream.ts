/**
 * Stores a stream of bytes with one part of it in memory: as one object where a part holds it all, else by parts.
 * An object is there only when all of it is: what breaks before is ended, and its parts are removed.
 */
import { Ended, saying, verdictOf } from './ended.ts'
import type { PartedUpload, Store, StoredObject } from './store.ts'

export const PART_BYTES = 8 * 1_024 ** 2

interface Part {
  /** Good until the next part is asked for. */
  readonly bytes: Uint8Array
  readonly last: boolean
}

/** @param expected bytes in all, where that is known; a part is no larger */
export async function* inParts(
  chunks: AsyncIterable<Uint8Array>,
  expected: number | null,
): AsyncGenerator<Part> {
  const part = new Uint8Array(Math.max(1, Math.min(expected ?? PART_BYTES, PART_BYTES)))
  let filled = 0
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      // Only now is it known that more comes.
      if (filled === part.length) {
        yield { bytes: part, last: false }
        filled = 0
      }
      const piece = chunk.subarray(taken, taken + part.length - filled)
      part.set(piece, filled)
      filled += piece.length
      taken += piece.length
    }
  }
  yield { bytes: part.subarray(0, filled), last: true }
}

/** @throws Ended */
export async function storeStream(
  store: Store,
  object: StoredObject,
  parts: AsyncIterable<Part>,
  signal: AbortSignal,
): Promise<void> {
  let upload: PartedUpload | null = null
  try {
    for await (const { bytes, last } of parts) {
      if (last && upload === null) return await store.put(object, bytes, signal)
      upload ??= await store.begin(object, signal)
      await upload.add(bytes)
    }
    await upload?.complete()
  } catch (thrown) {
    const left = await upload?.abort()
    throw typeof left === 'string' ? new Ended(saying(verdictOf(thrown), left)) : thrown
  }
}
