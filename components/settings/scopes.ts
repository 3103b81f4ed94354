import type { Scope } from '@/components/shell/use-session'

/** What a token with the scope may do; in the order from least to most. */
export const SCOPE_WORDS: readonly { scope: Scope; words: string }[] = [
  { scope: 'publish', words: 'publish tasks' },
  { scope: 'worker', words: 'run as a worker: read a configuration with its secrets, send heartbeats' },
  { scope: 'read', words: 'read everything that the console shows' },
  { scope: 'operate', words: 'pause, replay, archive' },
  { scope: 'configure', words: 'change task types, projects, backends and assignments' },
  { scope: 'admin', words: 'everything, people and purging included' },
]
