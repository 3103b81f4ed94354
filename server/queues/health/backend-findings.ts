/** Whether the backends of a queue can be asked, and whether what they said last can still be believed. */
import { ageInWords, instantInWords } from '../words.ts'
import { checkBackend } from './actions.ts'
import type { BackendFacts, HealthFacts } from './facts.ts'
import type { Finding } from './finding.ts'

/** A sample older than this is no longer believed: three ticks of the sampler. */
const SAMPLE_STALE_MS = 15_000

export function backendFindings({ backends, now }: HealthFacts): Finding[] {
  return backends.flatMap((backend) => findingOf(backend, now) ?? [])
}

function findingOf({ name, error, errorSince, sampledAt }: BackendFacts, now: Date): Finding | null {
  if (error !== null)
    return {
      code: 'backend-unreachable',
      subject: name,
      state: 'danger',
      since: errorSince,
      say: (since) => `backend ${name} is unreachable since ${instantInWords(since, now)}: ${error}`,
      action: checkBackend,
    }
  const unknown = { subject: name, state: 'unknown', action: checkBackend } as const
  if (sampledAt === null) return { ...unknown, code: 'no-sample', since: null, say: () => 'no sample yet' }
  const ageMs = now.getTime() - sampledAt.getTime()
  if (ageMs <= SAMPLE_STALE_MS) return null
  const say = () => `the last sample is ${ageInWords(ageMs)} old`
  return { ...unknown, code: 'sample-old', since: sampledAt, say }
}
