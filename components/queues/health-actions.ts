/** What would help a queue, as places in the console. Pure. */
import { failuresOfType } from '../replays/failure-links'
import type { Queue } from './use-queues'

export type HealthAction = Queue['health']['actions'][number]

const query = (path: string, search: Record<string, string>) => `${path}?${new URLSearchParams(search)}`

/** Where an action is taken. A pause of the queue ends on its page, one in an assignment in the assignments. */
export function hrefOfAction(
  { type, paused }: Pick<Queue, 'type' | 'paused'>,
  { code, project }: HealthAction,
): string {
  switch (code) {
    case 'open-failures':
      return failuresOfType(type)
    case 'assign-consumer':
    case 'change-workers':
      return query('/assignments', { type })
    case 'show-instances':
      return project === null ? '/instances' : query('/instances', { project })
    case 'check-backend':
      return query('/settings', { tab: 'backends' })
    case 'show-roll-out':
      return project === null ? '/projects' : `/projects/${encodeURIComponent(project)}`
    case 'resume':
      return paused === null ? query('/assignments', { type }) : `/queues/${encodeURIComponent(type)}`
  }
}
