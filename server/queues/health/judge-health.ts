/**
 * Health of a queue: from what is known of it now, and what was remembered, to a state, the reasons in sentences (worst
 * first), and what would help; and to what is to be remembered. "Why isn't this running?" is answered here and nowhere
 * else. Pure; the instant is in the facts. docs/health.md explains every sentence to operators.
 */
import { backendFindings } from './backend-findings.ts'
import { consumerFindings } from './consumer-findings.ts'
import { deadFindings } from './dead-findings.ts'
import { type HealthFacts, livingConsumers, newest } from './facts.ts'
import { failingFindings } from './failing-findings.ts'
import { type Action, type Finding, type Health, type HealthCode, isWorse } from './finding.ts'
import { flowFindings } from './flow-findings.ts'
import { type HealthMemory, rememberFindings, type Shown, shownOf, usable } from './memory.ts'
import { nextPace, paceOf, type RememberedPace } from './pace.ts'
import { pauseFindings } from './pause-findings.ts'
import { quietFindings } from './quiet-findings.ts'
import { trippedFindings } from './tripped-findings.ts'

export interface Judged {
  readonly health: Health
  readonly memory: HealthMemory
}

export function judgeHealth(facts: HealthFacts, remembered: HealthMemory): Judged {
  const before = usable(remembered, facts.now)
  const paces = pacesOf(facts, before)
  const sampledAt = newest(facts.backends.map((backend) => backend.sampledAt))
  const isPaused = pauseFindings(facts).length > 0
  const findings = rememberFindings(findingsOf(facts, paces, isPaused), before, {
    now: facts.now,
    sampledAt,
    mayLinger: (code) => !TAKES_TASKS.has(code) || (!isPaused && livingConsumers(facts).length > 0),
  })
  const memory = {
    at: facts.now.toISOString(),
    sampledAt: sampledAt?.toISOString() ?? before.sampledAt,
    ...{ findings, paces },
  }
  return { health: healthOf(shownOf(findings)), memory }
}

/** What is about those who take tasks: gone with them, and with a pause. */
const TAKES_TASKS: ReadonlySet<HealthCode> = new Set([
  'target-down',
  'target-failing',
  'handler-failing',
  'consumer-crashed',
  'secret-unresolved',
  'function-missing',
  'target-forbidden',
  'not-configured',
  'at-limit',
  'rate-limited',
  'long-wait',
])

function findingsOf(facts: HealthFacts, paces: Record<string, RememberedPace>, isPaused: boolean): Finding[] {
  const found = [...backendFindings(facts), ...pauseFindings(facts), ...deadFindings(facts)]
  // What is paused on purpose is not blamed for standing still.
  if (!isPaused)
    found.push(
      ...trippedFindings(facts),
      ...failingFindings(facts),
      ...consumerFindings(facts),
      ...flowFindings(facts, paceOf(Object.values(paces))),
    )
  return found.length === 0 ? quietFindings(facts) : found
}

function pacesOf({ backends }: HealthFacts, before: HealthMemory): Record<string, RememberedPace> {
  const paces: Record<string, RememberedPace> = {}
  for (const backend of backends) {
    const pace = nextPace(backend, before.paces[backend.name])
    if (pace !== null) paces[backend.name] = pace
  }
  return paces
}

/** The sentence of a failing target tells the dead; and a limit tells why tasks wait long. */
const TOLD_BY: readonly { readonly told: HealthCode; readonly by: readonly HealthCode[] }[] = [
  { told: 'tasks-died', by: ['target-failing', 'handler-failing'] },
  { told: 'long-wait', by: ['at-limit', 'rate-limited'] },
  { told: 'delayed', by: ['at-limit', 'rate-limited', 'long-wait', 'target-failing', 'handler-failing'] },
]

/** What is worse than what would tell it speaks for itself. */
function tells(other: Shown, { code, state }: Shown): boolean {
  return (
    !isWorse(state, other.state) && TOLD_BY.some(({ told, by }) => told === code && by.includes(other.code))
  )
}

function healthOf(shown: readonly Shown[]): Health {
  const reasons = shown.filter((one) => !shown.some((other) => tells(other, one)))
  return {
    state: shown[0]?.state ?? 'clear',
    reasons: reasons.map(({ code, message, since }) => ({ code, message, since: since.toISOString() })),
    since: reasons[0]?.since.toISOString() ?? null,
    actions: actionsOf(reasons),
  }
}

function actionsOf(reasons: readonly Shown[]): Action[] {
  const byKey = new Map<string, Action>()
  for (const { action } of reasons) {
    const key = `${action?.code} ${action?.project}`
    if (action !== null && !byKey.has(key)) byKey.set(key, action)
  }
  return [...byKey.values()]
}
