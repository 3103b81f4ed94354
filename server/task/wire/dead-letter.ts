/**
 * A dead letter: the message as it was, and why it is dead (`deadid`, `deadreason`, `deadinfo`).
 * `deadid` is stamped before it is published, so that the archive stores a redelivered letter once, and a task that
 * dies again a second time.
 */
import { z } from 'zod'
import type { Envelope } from '../backends/backend.ts'
import { DEAD_REASONS, type DeadInfo, type DeadReason } from '../task.ts'
import { DEAD_ATTRIBUTES, FAILURES_ATTRIBUTE } from './attributes.ts'
import { cut, fromBase64Json, keepEnds, toBase64Json } from './truncate.ts'

/** Of the attribute's value, base64 included (contract, section 1). */
export const MAX_DEAD_INFO_LENGTH = 16_384

export interface Death {
  /** Unique for this death. */
  readonly deadId: string
  readonly reason: DeadReason
  readonly info: DeadInfo
}

export interface DeadLetter {
  /** null on a letter that a broker made by itself, without the core. */
  readonly deadId: string | null
  /** What another version wrote is not refused: an unknown reason reads as `crashed`. */
  readonly reason: DeadReason
  readonly info: DeadInfo | null
  /** The message without the attributes of its death. */
  readonly original: Envelope
}

const deadInfo = z.object({
  error: z.object({ name: z.string(), message: z.string(), stack: z.string().optional() }),
  response: z.object({ status: z.number(), body: z.string() }).optional(),
  attempts: z.array(z.object({ at: z.string(), error: z.string() })),
  firstFailedAt: z.string(),
  failedAt: z.string(),
  project: z.string(),
  instance: z.string(),
  revision: z.number(),
})

/** `envelope` is the message as it came; its body is kept byte for byte, malformed or not. */
export function makeDeadLetter(envelope: Envelope, death: Death): Envelope {
  return {
    body: envelope.body,
    attributes: {
      ...envelope.attributes,
      deadid: death.deadId,
      deadreason: death.reason,
      deadinfo: encodeDeadInfo(death.info),
    },
  }
}

export function readDeadLetter(envelope: Envelope): DeadLetter {
  const { deadid, deadreason, deadinfo } = envelope.attributes
  const reason = DEAD_REASONS.find((known) => known === deadreason) ?? 'crashed'
  const info = deadInfo.safeParse(fromBase64Json(deadinfo))
  const dropped = new Set<string>([...DEAD_ATTRIBUTES, FAILURES_ATTRIBUTE])
  const kept = Object.entries(envelope.attributes).filter(([name]) => !dropped.has(name))
  return {
    deadId: deadid || null,
    reason,
    info: info.success ? info.data : null,
    original: { attributes: Object.fromEntries(kept), body: envelope.body },
  }
}

/** How long each part may be, roomiest first; the last one always fits. */
const LIMITS = [
  { body: 8_192, stack: 8_192, attempts: 100, error: 1_000, message: 4_000 },
  { body: 4_096, stack: 4_096, attempts: 20, error: 200, message: 2_000 },
  { body: 1_024, stack: 2_048, attempts: 10, error: 200, message: 2_000 },
  { body: 256, stack: 1_024, attempts: 5, error: 100, message: 1_000 },
  { body: 100, stack: 200, attempts: 2, error: 50, message: 300 },
] as const

function encodeDeadInfo(info: DeadInfo): string {
  let encoded = toBase64Json(info)
  for (const limits of LIMITS) {
    if (encoded.length <= MAX_DEAD_INFO_LENGTH) return encoded
    encoded = toBase64Json(shrink(info, limits))
  }
  return encoded
}

function shrink(info: DeadInfo, limits: (typeof LIMITS)[number]): DeadInfo {
  const { error, response, attempts } = info
  return {
    error: {
      name: cut(error.name, 100),
      message: cut(error.message, limits.message),
      ...(error.stack === undefined ? {} : { stack: cut(error.stack, limits.stack) }),
    },
    ...(response === undefined
      ? {}
      : { response: { status: response.status, body: cut(response.body, limits.body) } }),
    attempts: keepEnds(attempts, limits.attempts).map(({ at, error }) => ({
      at: cut(at, 40),
      error: cut(error, limits.error),
    })),
    firstFailedAt: info.firstFailedAt,
    failedAt: info.failedAt,
    project: cut(info.project, 100),
    instance: cut(info.instance, 200),
    revision: info.revision,
  }
}
