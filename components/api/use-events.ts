'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { openEventLine } from './event-line'
import { createRefresher } from './refresh'
import { setStreamState } from './stream-state'

/** Reads again what changed, as it changes. Once per page: the shell calls it. */
export function useEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresher = createRefresher(client)
    const line = openEventLine({
      open: () => new EventSource('/api/v1/events'),
      isHidden: () => document.visibilityState === 'hidden',
      onState: setStreamState,
      onResources: refresher.add,
      onGap: refresher.all,
    })
    document.addEventListener('visibilitychange', line.visibilityChanged)
    return () => {
      document.removeEventListener('visibilitychange', line.visibilityChanged)
      line.close()
      refresher.stop()
    }
  }, [client])
}
