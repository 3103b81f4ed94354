'use client'
import { useEffect, useState } from 'react'
import { rateOfSending, type SendSample } from './replay-progress'
import type { Replay } from './use-replays'

const WINDOW_MS = 20_000
const nothing: readonly SendSample[] = []

/** Tasks sent per second as this page has seen it lately; null while it cannot be told, or nothing is being sent. */
export function useSendRate(replay: Replay | undefined, readAt: number): number | null {
  const [samples, setSamples] = useState(nothing)
  const sending = replay?.state === 'running' && replay.waiting === null
  const sent = replay?.progress.sent ?? 0
  useEffect(() => {
    if (!sending) setSamples(nothing)
    else if (readAt > 0)
      setSamples((old) => [...old.filter((sample) => readAt - sample.at < WINDOW_MS), { at: readAt, sent }])
  }, [sending, sent, readAt])
  return sending ? rateOfSending(samples) : null
}
