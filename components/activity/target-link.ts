/** Where a target of the audit is shown; undefined for what has no screen of its own. Pure. */
import type { AuditEntry } from './use-audit'

const SCREENS: Record<string, string> = {
  project: '/projects/',
  queue: '/queues/',
  'task-type': '/queues/',
  replay: '/replays/',
  'change-set': '/assignments?drawer=rollout&set=',
}

export function hrefOfTarget({ kind, name }: AuditEntry['target']): string | undefined {
  const screen = SCREENS[kind]
  return screen && `${screen}${encodeURIComponent(name)}`
}
