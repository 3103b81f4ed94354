'use client'
import { notifyManager, type QueryCache, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useStreamState } from '@/components/api/stream-state'
import { useNow } from '@/components/ui/clock'
import { exactTime } from '@/components/ui/format'
import { Signal } from '@/components/ui/signal'
import { connectionOf, type Line, streamTip } from './connection'
import { isTemporary } from './query-client'

function lineOf(cache: QueryCache): Line {
  const shown = cache.getAll().filter((query) => query.getObserversCount() > 0)
  const answered = Math.max(0, ...shown.map((query) => query.state.dataUpdatedAt))
  const failing = shown.some((query) => isTemporary(query.state.fetchFailureReason ?? query.state.error))
  return { failing, answeredAt: answered || null }
}

/** "live", "reconnecting", "data 40 s old": from what the queries on the screen have seen; how, in its tip. */
export function ConnectionState() {
  const client = useQueryClient()
  const now = useNow()
  const stream = useStreamState()
  const [line, setLine] = useState<Line>({ failing: false, answeredAt: null })
  useEffect(() => {
    const cache = client.getQueryCache()
    const read = () => {
      const next = lineOf(cache)
      setLine((old) => (old.failing === next.failing && old.answeredAt === next.answeredAt ? old : next))
    }
    read()
    // The cache also speaks while another component renders; batched, it is heard after that.
    return cache.subscribe(notifyManager.batchCalls(read))
  }, [client])
  const connection = connectionOf(line, now ?? line.answeredAt ?? 0)
  return (
    <span
      className="flex items-center gap-1.5 text-sm text-muted"
      data-tip={`${streamTip(stream)} ${line.answeredAt ? `Last answer ${exactTime(line.answeredAt)}.` : 'No answer yet.'}`}
      data-stream={stream}
    >
      <Signal state={connection.state} label={null} className="size-2.5" />
      <span role="status">{connection.text}</span>
    </span>
  )
}
