/** What needs a person, one sentence each, worst first. Pure: what the API says in, sentences out. */
import type { Instance } from '@/components/instances/use-instances'
import type { Project } from '@/components/projects/use-projects'
import type { HealthAction } from '../queues/health-actions'
import { verbOf, whyOf } from '../queues/health-words'
import { depthOf } from '../queues/queue-figures'
import type { Queue } from '../queues/use-queues'

export interface Attention {
  key: string
  state: 'danger' | 'caution' | 'paused'
  /** Whom it is about, and whether that is a task type (set in mono). */
  subject: string
  mono: boolean
  /** How it is, beside the subject: "is dying"; empty when the sentence says it all. */
  verb: string
  /** Continues after a colon: "no consumer is assigned and 1,240 tasks wait". */
  why: string
  since: string | null
  /** What would help most. */
  action: QueueAction | { label: string; href: string }
  /** Tasks that it holds up; the greater comes first among equals. */
  tasks: number
}
export interface QueueAction {
  queue: Queue
  action: HealthAction
}

const RANK = { danger: 0, caution: 1, paused: 2 }

export function attentionOf(
  queues: readonly Queue[],
  projects: readonly Project[],
  instances: readonly Instance[],
): Attention[] {
  const found = [
    ...queues.flatMap(queueAttention),
    ...projects.flatMap((project) => staleAttention(project, instances)),
    ...lostAttention(instances),
  ]
  return found.sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.tasks - a.tasks ||
      (a.since ?? '9').localeCompare(b.since ?? '9') ||
      a.key.localeCompare(b.key),
  )
}

const tasksOf = (queue: Queue) =>
  (depthOf(queue, 'ready').value ?? 0) + (depthOf(queue, 'dead').value ?? 0) + queue.failures.dead

function queueAttention(queue: Queue): Attention[] {
  const { state, since, actions } = queue.health
  if (state === 'clear' || state === 'unknown') return []
  // A pause is somebody's decision; it needs a look only while tasks wait behind it.
  if (state === 'paused' && (depthOf(queue, 'ready').value ?? 0) === 0) return []
  const [action] = actions
  return [
    {
      key: `queue ${queue.type}`,
      state,
      subject: queue.type,
      mono: true,
      verb: verbOf(queue.health),
      why: whyOf(queue.health).join('; '),
      since,
      action: action
        ? { queue, action }
        : { label: 'Open queue', href: `/queues/${encodeURIComponent(queue.type)}` },
      tasks: tasksOf(queue),
    },
  ]
}

function staleAttention(project: Project, instances: readonly Instance[]): Attention[] {
  const { stale } = project.instances
  if (stale === 0) return []
  const behind = instances.filter((one) => one.project === project.name && one.status === 'live' && one.stale)
  const blocked = behind.find((one) => one.configError !== null || one.unresolvedSecrets.length > 0)
  const runs = stale === 1 ? '1 instance runs' : `${stale} instances run`
  const oldest = behind[0] ? ` (${behind[0].appliedRevision} instead of ${behind[0].desiredRevision})` : ''
  return [
    {
      key: `project ${project.name}`,
      state: 'caution',
      subject: project.name,
      mono: false,
      verb: '',
      why: `${runs} an older configuration${oldest}${blocked ? `; ${blockOf(blocked)}` : ''}`,
      since: null,
      action: { label: 'Show roll-out', href: `/projects/${project.name}` },
      tasks: 0,
    },
  ]
}

function blockOf(instance: Instance): string {
  if (instance.unresolvedSecrets.length > 0)
    return `${instance.host} cannot resolve ${instance.unresolvedSecrets.join(', ')}`
  return `${instance.host}: ${instance.configError}`
}

function lostAttention(instances: readonly Instance[]): Attention[] {
  const byProject = Map.groupBy(
    instances.filter((instance) => instance.status === 'lost'),
    (instance) => instance.project,
  )
  return [...byProject].map(([project, lost]) => ({
    key: `lost ${project}`,
    state: 'caution',
    subject: project,
    mono: false,
    verb: '',
    why:
      lost.length === 1
        ? `1 instance is lost: ${lost[0]?.host} stopped answering without saying goodbye`
        : `${lost.length} instances are lost: they stopped answering without saying goodbye`,
    since: lost.map((instance) => instance.lastSeenAt).sort()[0] ?? null,
    action: { label: 'Show instances', href: `/instances?project=${project}&status=lost` },
    tasks: 0,
  }))
}

export interface Quiet {
  /** Dead tasks that no sentence above speaks of: they hurt nobody now, and wait for somebody to decide. */
  readonly dead: number
  /** Their types. */
  readonly types: readonly string[]
  /** Queues of which it is not known how they are. */
  readonly unknown: number
}

export function quietOf(queues: readonly Queue[]): Quiet {
  const quiet = queues.filter(
    (queue) => queue.failures.dead > 0 && !queue.health.actions.some(({ code }) => code === 'open-failures'),
  )
  return {
    dead: quiet.reduce((sum, queue) => sum + queue.failures.dead, 0),
    types: quiet.map((queue) => queue.type),
    unknown: queues.filter((queue) => queue.health.state === 'unknown').length,
  }
}
