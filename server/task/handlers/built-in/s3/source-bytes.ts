/** The bytes of a source, bounded in size and time, and summed up: the last of them are handed on only when the sum is right. */
import { createHash } from 'node:crypto'
import { taskToBlame } from './ended.ts'
import { discard, type Source, sourceBroke } from './open-source.ts'
import type { Stop } from './stop.ts'

export interface Bounds {
  readonly maxBytes: number
  readonly idleTimeoutMs: number
  /** In hexadecimal, as the task gives them. */
  readonly sums: { readonly sha256?: string; readonly md5?: string }
}

/**
 * The length that the source announces; null when it does not.
 * @throws Ended when it is too large, with nothing read
 */
export function announcedBytes({ shown, headers, body }: Source, maxBytes: number): number | null {
  const header = [headers['content-length']].flat()[0]
  if (header === undefined || !/^\d+$/.test(header)) return null
  const bytes = Number(header)
  if (bytes <= maxBytes) return bytes
  discard({ body })
  throw tooLarge(shown, maxBytes, `it announces ${bytes}`)
}

function tooLarge(shown: string, maxBytes: number, why: string) {
  return taskToBlame(`The source ${shown} is larger than ${maxBytes} bytes: ${why}.`, {
    url: shown,
    maxBytes,
  })
}

/** Waits for the source only while it is asked for more: what takes the bytes may take its time. */
export async function* sourceBytes(source: Source, bounds: Bounds, stop: Stop): AsyncGenerator<Buffer> {
  const { maxBytes, idleTimeoutMs } = bounds
  const summing = sumsOf(source.shown, bounds.sums)
  const wait = () => stop.after(idleTimeoutMs, `sent nothing for ${idleTimeoutMs} ms`)
  let waiting = wait()
  let bytes = 0
  try {
    for await (const chunk of source.body as AsyncIterable<Buffer>) {
      clearTimeout(waiting)
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(source.shown, maxBytes, 'it goes on')
      summing.add(chunk)
      yield chunk
      waiting = wait()
    }
    summing.check()
  } catch (thrown) {
    throw sourceBroke(source.shown, thrown, stop, 'broke off')
  } finally {
    clearTimeout(waiting)
  }
}

function sumsOf(shown: string, expected: Bounds['sums']) {
  const sums = Object.entries(expected).map(([name, hex]) => ({ name, hex, hash: createHash(name) }))
  return {
    add(chunk: Buffer) {
      for (const { hash } of sums) hash.update(chunk)
    },
    /** @throws Ended */
    check() {
      for (const { name, hex, hash } of sums) {
        const got = hash.digest('hex')
        if (got !== hex.toLowerCase())
          throw taskToBlame(`The source ${shown} has the ${name} ${got}, expected ${hex.toLowerCase()}.`, {
            ...{ url: shown, sum: name, expected: hex.toLowerCase(), got },
          })
      }
    },
  }
}
