/** Nothing is wrong, yet tasks may wait for their time. */
import { numberInWords } from '../words.ts'
import { type HealthFacts, sumKnown } from './facts.ts'
import type { Finding } from './finding.ts'

export function quietFindings({ backends }: HealthFacts): Finding[] {
  const ready = sumKnown(backends, (backend) => backend.ready)
  const delayed = sumKnown(backends, (backend) => backend.delayed) ?? 0
  if (ready !== 0 || delayed === 0) return []
  const wait = delayed === 1 ? 'waits for its' : 'wait for their'
  const say = () => `no task is ready; ${numberInWords(delayed)} ${wait} time`
  return [{ code: 'delayed', subject: '', state: 'clear', since: null, say, action: null }]
}
