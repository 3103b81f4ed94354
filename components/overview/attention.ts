/** What needs a person, one sentence each, worst first. Pure: what the API says in, sentences out. */
import type { Instance } from '@/components/instances/use-instances'
import type { Project } from '@/components/projects/use-projects'
import { depthOf } from '../queues/queue-figures'
import type { Queue } from '../queues/use-queues'

export interface Attention {
  key: string
  state: 'danger' | 'caution' | 'paused'
  /** Whom it is about, and whether that is a task type (set in mono). */
  subject: string
  mono: boolean
  /** Continues the subject: "has no consumer and 1,240 tasks wait". */
  why: string
  since: string | null
  action: { label: string; href: string }
  /** Tasks that it holds up; the greater comes first among equals. */
  tasks: number
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

function queueAttention(queue: Queue): Attention[] {
  const { state, reasons, since } = queue.health
  if (state === 'clear' || state === 'unknown') return []
  const tasks = (depthOf(queue, 'ready').value ?? 0) + (depthOf(queue, 'dead').value ?? 0)
  // A pause is somebody's decision; it needs a look only while tasks wait behind it.
  if (state === 'paused' && tasks === 0) return []
  return [
    {
      key: `queue ${queue.type}`,
      state,
      subject: queue.type,
      mono: true,
      why: reasons.map((reason) => reason.message).join('; '),
      since,
      action: queueAction(queue.type, reasons[0]?.code),
      tasks,
    },
  ]
}

function queueAction(type: string, code: string | undefined): Attention['action'] {
  const assignments = `/assignments?type=${encodeURIComponent(type)}`
  if (code === 'no-consumer') return { label: 'Assign a consumer', href: assignments }
  if (code === 'at-limit') return { label: 'Change workers', href: assignments }
  if (code === 'backend-unreachable') return { label: 'Show backends', href: '/settings?tab=backends' }
  if (code === 'no-live-instance' || code === 'consumer-crashed')
    return { label: 'Show queue', href: `/queues/${type}` }
  return { label: 'Open queue', href: `/queues/${type}` }
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
    why:
      lost.length === 1
        ? `1 instance is lost: ${lost[0]?.host} stopped answering without saying goodbye`
        : `${lost.length} instances are lost: they stopped answering without saying goodbye`,
    since: lost.map((instance) => instance.lastSeenAt).sort()[0] ?? null,
    action: { label: 'Show instances', href: `/instances?project=${project}&status=lost` },
    tasks: 0,
  }))
}
