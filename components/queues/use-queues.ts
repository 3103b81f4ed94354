/** Queues as the API tells them: lists, one queue, its history, its waiting tasks. Keys begin with the resource's name. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Queue = Schemas['Queue']
export type HealthState = Schemas['Health']['state']
export type MessageState = 'ready' | 'inFlight' | 'delayed' | 'dead'

const LIVE_EVERY_MS = 5_000
/** All queues come in one answer, so that any column can be sorted; past this the screen asks for a filter. */
export const MOST_QUEUES = 5_000

export interface QueueFilter {
  readonly prefix?: string
  readonly backend?: string
  readonly project?: string
  readonly health?: HealthState
}

/** `live: false` keeps what is shown, so that a selection does not move under the pointer. */
export function useQueues(filter: QueueFilter = {}, options: { live?: boolean } = {}) {
  const everyMs = usePollInterval(LIVE_EVERY_MS)
  return useQuery({
    queryKey: ['queues', 'list', filter],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/queues', { params: { query: { ...filter, limit: MOST_QUEUES } }, signal })),
    refetchInterval: options.live === false ? false : everyMs,
    placeholderData: keepPreviousData,
  })
}

export function useQueue(type: string) {
  return useQuery({
    queryKey: ['queues', 'one', type],
    queryFn: ({ signal }) => unwrap(api.GET('/queues/{type}', { params: { path: { type } }, signal })),
    refetchInterval: usePollInterval(LIVE_EVERY_MS),
  })
}

export const RANGES = { '15m': 900, '1h': 3_600, '24h': 86_400, '7d': 604_800 } as const
export type Range = keyof typeof RANGES
export const RANGE_NAMES = Object.keys(RANGES) as Range[]
const POINTS = 120

export function useQueueHistory(type: string, range: Range) {
  return useQuery({
    queryKey: ['queues', 'history', type, range],
    queryFn: ({ signal }) => {
      const to = new Date()
      const from = new Date(to.getTime() - RANGES[range] * 1_000)
      const step = Math.max(1, Math.round(RANGES[range] / POINTS))
      const query = { from: from.toISOString(), to: to.toISOString(), step }
      return unwrap(api.GET('/queues/{type}/history', { params: { path: { type }, query }, signal }))
    },
    refetchInterval: Math.max(LIVE_EVERY_MS, (RANGES[range] / POINTS) * 1_000),
    placeholderData: keepPreviousData,
  })
}

export function useMessages(type: string, state: MessageState, enabled: boolean) {
  return useQuery({
    queryKey: ['queues', 'messages', type, state],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/queues/{type}/messages', {
          params: { path: { type }, query: { state, limit: 50 } },
          signal,
        }),
      ),
    enabled,
  })
}
