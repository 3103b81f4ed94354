/** What can change on a screen; the words of `GET /events`. */
export const RESOURCES = [
  'queues',
  'failures',
  'replays',
  'instances',
  'projects',
  'assignments',
  'rollouts',
  'backends',
  'audit',
] as const
export type Resource = (typeof RESOURCES)[number]

const KNOWN: ReadonlySet<string> = new Set(RESOURCES)

/** Another replica may be of a version that knows other words. */
export const isResource = (word: string): word is Resource => KNOWN.has(word)
