/** A replay in sentences: what it is doing, what it took, and what would be done to it. Pure. */

import type { SignalState } from '@/components/ui/signal'
import { compactNumber, duration, exactNumber } from '../ui/format'
import { sendsPerSecond, timeToSend } from './replay-progress'
import type { Replay, ReplayState } from './use-replays'

/** The replay's state as a word, for the list. */
export const STATE_WORDS: Record<ReplayState, string> = {
  selecting: 'Selecting',
  holding: 'Holding',
  running: 'Sending',
  paused: 'Paused',
  settling: 'Settling',
  completed: 'Completed',
  cancelled: 'Cancelled',
}

export interface Headline {
  readonly state: SignalState
  readonly title: string
  /** Continues the title after a colon. */
  readonly text: string
}

export const tasks = (count: number) => `${exactNumber(count)} ${count === 1 ? 'task' : 'tasks'}`
const be = (count: number) => (count === 1 ? 'is' : 'are')
const has = (count: number) => (count === 1 ? 'has' : 'have')

/** The word for the list and the headline: one that waits says so instead of pretending to send. */
export const stateWord = (replay: Pick<Replay, 'state' | 'waiting'>) =>
  isHeldUp(replay) ? 'Waiting' : STATE_WORDS[replay.state]

const isHeldUp = ({ state, waiting }: Pick<Replay, 'state' | 'waiting'>) =>
  waiting !== null && (state === 'running' || state === 'settling' || state === 'selecting')

/** Its signal: what ended badly is never green. */
export function signalOf(replay: Pick<Replay, 'state' | 'waiting' | 'progress'>): SignalState {
  const { state, progress } = replay
  if (isHeldUp(replay)) return 'danger'
  if (state === 'paused') return 'paused'
  if (state === 'holding' || state === 'selecting' || state === 'cancelled') return 'unknown'
  if (progress.failedAgain > 0)
    return progress.succeeded === 0 && progress.running === 0 ? 'danger' : 'caution'
  return progress.unknown > 0 ? 'caution' : 'clear'
}

/** "41,000 succeeded, 218 failed again": how those that were sent have ended, worst last. */
export function endingsOf({ succeeded, failedAgain, unknown }: Replay['progress']): string {
  const parts = [`${exactNumber(succeeded)} succeeded`]
  if (failedAgain > 0) parts.push(`${exactNumber(failedAgain)} failed again`)
  if (unknown > 0) parts.push(`of ${exactNumber(unknown)} it is not known how they ended`)
  return parts.join(', ')
}

function completedText({ progress }: Replay): string {
  const { sent, succeeded, skipped } = progress
  const left = skipped > 0 ? `, ${exactNumber(skipped)} skipped` : ''
  if (sent === 0) return `nothing was sent${left}`
  if (succeeded === sent)
    return (sent === 1 ? 'the task succeeded' : `all ${exactNumber(sent)} succeeded`) + left
  return endingsOf(progress) + left
}

function cancelledText({ progress }: Replay): string {
  const { sent, cancelled, pending } = progress
  // A long list is given back in parts.
  const notSent = cancelled + pending
  const back = `${exactNumber(notSent)} not sent ${be(notSent)} dead again as before`
  return sent === 0
    ? `nothing was sent; ${back}`
    : `${exactNumber(sent)} sent (${endingsOf(progress)}); ${back}`
}

function sendingText(replay: Replay, measured: number | null): string {
  const { sent, selected, pending, failedAgain } = replay.progress
  const perSecond = sendsPerSecond(replay, measured)
  const left = timeToSend(pending, perSecond)
  return [
    `${exactNumber(sent)} of ${exactNumber(selected ?? sent + pending)} sent${perSecond ? ` at ${compactNumber(perSecond)}/s` : ''}`,
    ...(left !== null && left >= 1_000 ? [`about ${duration(left)} left`] : []),
    ...(failedAgain > 0 ? [`${exactNumber(failedAgain)} failed again so far`] : []),
  ].join(', ')
}

/**
 * What it is doing, in one sentence.
 * @param now ms, for the count-down of a hold
 * @param measured tasks sent per second, when that is known
 */
export function headlineOf(replay: Replay, now: number, measured: number | null): Headline {
  const words = { state: signalOf(replay), title: stateWord(replay) }
  const { progress, waiting } = replay
  const { sent, selected, pending, running } = progress
  if (isHeldUp(replay))
    return {
      ...words,
      text: `${waiting}; ${exactNumber(sent)} sent, ${exactNumber(pending)} to send. It goes on by itself`,
    }
  switch (replay.state) {
    case 'selecting':
      return { ...words, text: 'the dead tasks are being put on its list; none has been sent' }
    case 'holding':
      return {
        ...words,
        text: `${tasks(selected ?? pending)} selected, none sent; sending begins ${inSeconds(replay, now)}`,
      }
    case 'running':
      return { ...words, text: sendingText(replay, measured) }
    case 'paused':
      return {
        ...words,
        text: `${exactNumber(sent)} sent, ${exactNumber(pending)} wait until somebody resumes${running > 0 ? `; ${exactNumber(running)} sent before still ${running === 1 ? 'runs' : 'run'}` : ''}`,
      }
    case 'settling':
      return {
        ...words,
        text: `all ${exactNumber(sent)} sent; ${exactNumber(running)} ${has(running)} not ended yet`,
      }
    case 'completed':
      return { ...words, text: completedText(replay) }
    case 'cancelled':
      return { ...words, text: cancelledText(replay) }
  }
}

function inSeconds({ holdUntil }: Replay, now: number): string {
  const left = holdUntil === null ? 0 : Date.parse(holdUntil) - now
  return left < 1_000 ? 'now' : `in ${duration(Math.ceil(left / 1_000) * 1_000)}`
}

/** What pausing, resuming or cancelling does, one sentence each, with figures. */
export function consequencesOf(action: 'pause' | 'resume' | 'cancel', replay: Replay): string[] {
  const { sent, pending, running, selected } = replay.progress
  const stay =
    sent > 0
      ? [
          `${exactNumber(sent)} sent ${sent === 1 ? 'stays' : 'stay'} as ${sent === 1 ? 'it is' : 'they are'}.`,
        ]
      : []
  const runsOn =
    running > 0
      ? [
          `${exactNumber(running)} of them ${running === 1 ? 'runs' : 'run'} on to ${running === 1 ? 'its' : 'their'} end.`,
        ]
      : []
  if (action === 'cancel') {
    const back =
      selected === null
        ? 'Every selected task is dead again as before.'
        : `${exactNumber(pending)} not yet sent ${be(pending)} dead again as before.`
    return [
      back,
      ...stay,
      ...runsOn,
      'A cancelled replay cannot be taken up again; a new one can take what is dead.',
    ]
  }
  if (action === 'pause')
    return [
      `No more tasks are sent; ${exactNumber(pending)} ${pending === 1 ? 'waits' : 'wait'} for you to resume.`,
      ...stay,
      ...runsOn,
    ]
  const { ratePerSecond } = replay.options
  return [
    `${tasks(pending)} ${be(pending)} sent${ratePerSecond === null ? ', as fast as the broker takes them' : `, at most ${compactNumber(ratePerSecond)} per second`}.`,
    ...stay,
  ]
}
