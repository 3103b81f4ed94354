/** What the API answers about replays, as far as commands need it, and in words. Pure. */
import { z } from 'zod'
import { count, plural } from './words.ts'

const countSchema = z.object({ value: z.int(), capped: z.boolean() })

export const previewSchema = z.object({
  dryRun: z.literal(true),
  frozenAt: z.string(),
  selected: countSchema,
  types: z.array(z.object({ type: z.string(), count: countSchema })),
  warnings: z.array(z.object({ message: z.string() })),
})
export type Preview = z.infer<typeof previewSchema>

export const replaySchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  holdUntil: z.string().nullable(),
  waiting: z.string().nullable(),
  progress: z.object({
    selected: z.int().nullable(),
    sent: z.int(),
    resent: z.int(),
    succeeded: z.int(),
    failedAgain: z.int(),
    running: z.int(),
    pending: z.int(),
    skipped: z.int(),
    cancelled: z.int(),
    unknown: z.int(),
  }),
})
export type Replay = z.infer<typeof replaySchema>

const counted = ({ value, capped }: z.infer<typeof countSchema>) =>
  `${capped ? 'at least ' : ''}${count(value)}`

/** "41,218 dead tasks: 40,000 email.send, 1,218 invoice.render" */
export function previewText({ selected, types }: Preview): string {
  const parts = types.map((one) => `${counted(one.count)} ${one.type}`)
  const what = selected.value === 1 && !selected.capped ? 'dead task' : 'dead tasks'
  return `${counted(selected)} ${what}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
}

export const hasEnded = ({ state }: Replay) => state === 'completed' || state === 'cancelled'

/** Everything that was selected was sent, and succeeded. */
export const isAllWell = ({ state, progress }: Replay) =>
  state === 'completed' &&
  progress.failedAgain + progress.unknown + progress.skipped + progress.cancelled === 0

/** Only what there is any of. */
function parts({ progress }: Replay): string[] {
  const named: [number, string][] = [
    [progress.succeeded, 'succeeded'],
    [progress.failedAgain, 'failed again'],
    [progress.running, 'running'],
    [progress.skipped, 'skipped'],
    [progress.cancelled, 'not sent'],
    [progress.unknown, 'without a known end'],
    [progress.resent, 'sent more than once'],
  ]
  return named.flatMap(([value, words]) => (value === 0 ? [] : [`${count(value)} ${words}`]))
}

/** One line that can be written over the last one. */
export function progressText(replay: Replay): string {
  const { state, progress, waiting, holdUntil } = replay
  if (progress.selected === null) return 'selecting…'
  const held = state === 'holding' && holdUntil !== null ? [`held until ${holdUntil.slice(11, 19)} UTC`] : []
  const paused = state === 'paused' ? ['paused'] : []
  const reason = waiting === null ? [] : [`waiting: ${waiting}`]
  const sent = `${count(progress.sent)} of ${count(progress.selected)} sent`
  return [sent, ...parts(replay), ...held, ...paused, ...reason].join(', ')
}

export function endText(replay: Replay): string {
  const { state, progress } = replay
  const said = parts(replay)
  const total = plural(progress.selected ?? 0, 'task')
  return `${state === 'cancelled' ? 'Cancelled' : 'Completed'}: ${total}${said.length === 0 ? '' : `; ${said.join(', ')}`}.`
}
