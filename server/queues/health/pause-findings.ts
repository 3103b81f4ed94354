/** Who decided that the queue stands still. */
import { instantInWords } from '../words.ts'
import { changeAssignment, resume } from './actions.ts'
import type { ConsumerFacts, HealthFacts } from './facts.ts'
import type { Finding } from './finding.ts'

export function pauseFindings({ paused, consumers, now }: HealthFacts): Finding[] {
  if (paused !== null) {
    const until = paused.until === null ? '' : ` until ${instantInWords(paused.until, now)}`
    const reason = paused.reason === '' ? '' : `: ${paused.reason}`
    const say = () => `paused by ${paused.by}${until}${reason}`
    return [{ code: 'paused', subject: '', state: 'paused', since: paused.since, say, action: resume }]
  }
  if (consumers.length === 0 || consumers.some((consumer) => !consumer.paused)) return []
  const project = consumers.length === 1 ? (consumers[0]?.project ?? null) : null
  return [
    {
      code: 'assignment-paused',
      subject: '',
      state: 'paused',
      since: null,
      say: () => `paused in the assignments of ${projectList(consumers)}`,
      action: changeAssignment(project),
    },
  ]
}

function projectList(consumers: readonly ConsumerFacts[]): string {
  const names = consumers.map((consumer) => consumer.project)
  return `project${names.length === 1 ? '' : 's'} ${names.join(', ')}`
}
