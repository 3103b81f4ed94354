/**
 * UUIDv7s in the order in which they are asked for. Random bytes are fetched for many ids at once: a call of the
 * operating system per id would cost as much as all the rest of a publish.
 */
import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const BYTES = 16
const pool = new Uint8Array(BYTES * 256)
let used = pool.length
/** Of the newest id; within a millisecond the sequence counts up from a random 31-bit number. */
let [msecs, seq] = [0, 0]

function nextRandom(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += BYTES
  return pool.subarray(used - BYTES, used)
}

export function newTaskId(): string {
  const random = nextRandom()
  const nowMs = Date.now()
  if (nowMs > msecs) {
    msecs = nowMs
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1
  } else seq += 1
  return v7({ random, msecs, seq })
}
