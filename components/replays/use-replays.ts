/** Replays as the API tells them: the list, one, its tasks; and what can be done to one. */
import {
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Replay = Schemas['Replay']
export type ReplayState = Schemas['ReplayState']
export type ReplayTask = Schemas['ReplayTask']
export type ReplayTaskState = Schemas['ReplayTaskState']
export type ReplayAction = 'pause' | 'resume' | 'cancel'

/** It is looked at while it happens. */
const ACTIVE_EVERY_MS = 1_000
const PAUSED_EVERY_MS = 5_000
/** The last word of a task may come after the end of its replay. */
const ENDED_EVERY_MS = 30_000
const LIST_EVERY_MS = 10_000
const TASKS_PER_PAGE = 100

/** Something will still happen to it without anybody's doing. */
export const isActive = (state: ReplayState) =>
  state === 'selecting' || state === 'holding' || state === 'running' || state === 'settling'
export const hasEnded = (state: ReplayState) => state === 'completed' || state === 'cancelled'

/** How often one is read again, ms. Of a cancelled one tasks may still run, or be on their way back. */
function readEvery(replay: Pick<Replay, 'state' | 'progress'> | undefined): number {
  if (replay === undefined || isActive(replay.state)) return ACTIVE_EVERY_MS
  const { running, pending } = replay.progress
  return hasEnded(replay.state) && running + pending === 0 ? ENDED_EVERY_MS : PAUSED_EVERY_MS
}

export function useReplays() {
  const quietMs = usePollInterval(LIST_EVERY_MS)
  return useInfiniteQuery({
    queryKey: ['replays', 'list'],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/replays', {
          params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((replay) => isActive(replay.state)))
        ? ACTIVE_EVERY_MS * 2
        : quietMs,
  })
}

const oneKey = (id: string): QueryKey => ['replays', 'one', id]

export function useReplay(id: string) {
  return useQuery({
    queryKey: oneKey(id),
    queryFn: ({ signal }) => unwrap(api.GET('/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => readEvery(state.data),
  })
}

/** What became of its tasks; read again as often as the campaign itself, but for the pages that are past. */
export function useReplayTasks(
  replay: Pick<Replay, 'id' | 'state' | 'progress'>,
  state: ReplayTaskState | null,
) {
  const { id } = replay
  const every = readEvery(replay)
  return useInfiniteQuery({
    queryKey: ['replays', 'tasks', id, state],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/replays/{id}/tasks', {
          params: {
            path: { id },
            query: {
              limit: TASKS_PER_PAGE,
              ...(state ? { state } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state: query }) => {
      // Every page is read again, one after the other: a reader who went far down is not followed so closely.
      const pages = query.data?.pages.length ?? 1
      return Math.max(2, pages) * every
    },
    placeholderData: keepPreviousData,
  })
}

/** Pauses, resumes or cancels; answers with the campaign as it is then. */
export function useReplayAction(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (action: ReplayAction) =>
      unwrap(api.POST(`/replays/{id}/${action}`, { params: { path: { id } } })),
    onSuccess: (replay) => client.setQueryData(oneKey(id), replay),
    onSettled: () =>
      Promise.all(
        ['replays', 'failures', 'queues', 'audit'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}
