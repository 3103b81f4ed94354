/**
 * Gathers jobs that run at the same time into one call of a service, and settles each alone.
 *
 * A batch goes when it is full (by count or bytes), when nobody else can come, or when its first job has lingered long
 * enough. Who can come is learnt: no more jobs than were seen at once. So a single worker never lingers, and fifty that
 * become free together meet again in the next batch.
 *
 * A job whose signal is aborted leaves with a verdict of its own; the call goes on for the others, and ends when none of
 * them waits for it any more.
 */
import { asError, type Job, type Run, type Verdict } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'

/** The service refused all for something in one of them, and does not say which: each half is sent by itself. */
export const REFUSED_AS_ONE = Symbol('refused as one')

const AROUND_BYTES = 32

export interface BatchLimits {
  readonly maxTasks: number
  /** Of all items together, with 32 for what the service wants around each. */
  readonly maxBytes: number
  readonly maxItemBytes: number
  /** Longest time that a job waits for others, milliseconds; 0: only for those that come in the same turn. */
  readonly lingerMs: number
}

export interface Batching {
  /** As people call it, in errors. */
  readonly service: string
  readonly limits: BatchLimits
  /** What the service is sent for a job. One over the limit is dead before anything is sent. */
  readonly itemOf: (job: Job) => string
  /**
   * One call. What it throws is every job's reason to try again.
   * @returns a verdict for each item, in their order; for a single item never `REFUSED_AS_ONE`
   */
  readonly runMany: (
    items: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly Verdict[] | typeof REFUSED_AS_ONE>
}

interface Member {
  readonly item: string
  readonly bytes: number
  readonly verdict: PromiseWithResolvers<Verdict>
  ended: boolean
  /** Of the call that it is part of; null while it waits. */
  call: Call | null
}

interface Call {
  readonly controller: AbortController
  open: number
}

export function inBatches(batching: Batching): Run {
  const gatherer = new Gatherer(batching)
  return (job) => gatherer.run(job)
}

class Gatherer {
  readonly #batching: Batching
  readonly #waiting = new Set<Member>()
  #waitingBytes = 0
  /** Come and not settled. */
  #present = 0
  #mostPresent = 1
  #linger: NodeJS.Timeout | undefined
  #soon: NodeJS.Immediate | undefined

  constructor(batching: Batching) {
    this.#batching = batching
  }

  async run(job: Job): Promise<Verdict> {
    const item = this.#batching.itemOf(job)
    const bytes = Buffer.byteLength(item)
    if (bytes > this.#batching.limits.maxItemBytes) return this.#tooLarge(bytes)
    if (job.signal.aborted) return tryAgain(job.signal.reason)
    const member: Member = { item, bytes, verdict: Promise.withResolvers(), ended: false, call: null }
    const leave = () => this.#end(member, tryAgain(job.signal.reason))
    job.signal.addEventListener('abort', leave, { once: true })
    this.#join(member)
    const verdict = await member.verdict.promise
    job.signal.removeEventListener('abort', leave)
    return verdict
  }

  #join(member: Member): void {
    const { maxBytes, maxTasks } = this.#batching.limits
    if (this.#waitingBytes + member.bytes + AROUND_BYTES * (this.#waiting.size + 1) > maxBytes) this.#send()
    this.#present += 1
    this.#mostPresent = Math.max(this.#mostPresent, this.#present)
    this.#waiting.add(member)
    this.#waitingBytes += member.bytes
    if (this.#waiting.size >= maxTasks) this.#send()
    else this.#sendLater()
  }

  #sendLater(): void {
    const { lingerMs } = this.#batching.limits
    if (this.#present >= this.#mostPresent || lingerMs === 0) this.#soon ??= setImmediate(() => this.#send())
    else this.#linger ??= setTimeout(() => this.#lingered(), lingerMs)
  }

  /** Somebody was waited for in vain: fewer are waited for from now on. */
  #lingered(): void {
    this.#mostPresent = Math.max(this.#present, this.#mostPresent - 1)
    this.#send()
  }

  #stopWaiting(): void {
    clearTimeout(this.#linger)
    clearImmediate(this.#soon)
    this.#linger = undefined
    this.#soon = undefined
  }

  #send(): void {
    this.#stopWaiting()
    const members = [...this.#waiting]
    if (members.length === 0) return
    this.#waiting.clear()
    this.#waitingBytes = 0
    const call = { controller: new AbortController(), open: members.length }
    for (const member of members) member.call = call
    void this.#run(members, call.controller.signal)
  }

  /** Never rejects. */
  async #run(members: readonly Member[], signal: AbortSignal): Promise<void> {
    const answer = await this.#answerTo(members, signal)
    if (answer !== REFUSED_AS_ONE) return this.#endAll(members, answer)
    const open = members.filter(({ ended }) => !ended)
    const half = Math.ceil(open.length / 2)
    const halves = [open.slice(0, half), open.slice(half)].filter(({ length }) => length > 0)
    await Promise.all(halves.map((some) => this.#run(some, signal)))
  }

  async #answerTo(members: readonly Member[], signal: AbortSignal) {
    const items = members.map(({ item }) => item)
    try {
      const answer = await this.#batching.runMany(items, signal)
      if (answer !== REFUSED_AS_ONE || members.length > 1) return answer
      return [tryAgain(this.#unclear())]
    } catch (thrown) {
      return items.map(() => tryAgain(thrown))
    }
  }

  #endAll(members: readonly Member[], verdicts: readonly Verdict[]): void {
    for (const [at, member] of members.entries()) this.#end(member, verdicts[at] ?? tryAgain(this.#unclear()))
  }

  #end(member: Member, verdict: Verdict): void {
    if (member.ended) return
    member.ended = true
    this.#present -= 1
    if (member.call === null) this.#leave(member)
    else if (--member.call.open === 0) member.call.controller.abort()
    member.verdict.resolve(verdict)
  }

  #leave(member: Member): void {
    this.#waiting.delete(member)
    this.#waitingBytes -= member.bytes
    if (this.#waiting.size === 0) this.#stopWaiting()
  }

  #tooLarge(bytes: number): Verdict {
    const { service, limits } = this.#batching
    const message = `${service} takes at most ${limits.maxItemBytes} bytes for one task, got ${bytes}.`
    const context = { service, bytes, maxBytes: limits.maxItemBytes }
    const error = new TaskError('payload-too-large', message, { context })
    return { kind: 'dead', reason: 'rejected', failure: { error } }
  }

  #unclear(): TaskError {
    const { service } = this.#batching
    const message = `${service} did not say what became of this task in its batch.`
    return new TaskError('target-failed', message, { retryable: true, context: { service } })
  }
}

function tryAgain(thrown: unknown): Verdict {
  return { kind: 'retry', failure: { error: asError(thrown) } }
}
