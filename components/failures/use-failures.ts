/** Failures as the API tells them: pages of tasks, counts, groups, one failure. Keys begin with the resource's name. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'
import type { Reason, Status } from './query'
import type { FailureFilter } from './query-times'

export type FailureSummary = Schemas['FailureSummary']
export type Failure = Schemas['Failure']
export type FailureGroup = Schemas['FailureGroup']
export type Facets = Schemas['FailureFacets']
export type Count = Schemas['Count']

const LIVE_EVERY_MS = 10_000
const REPLAYING_EVERY_MS = 1_500
const PER_PAGE = 100
/** A reader who went further down is not followed: every page would be read again with each change. */
const MOST_LIVE_PAGES = 2

export interface Asked {
  readonly filter: FailureFilter
  readonly status: Status
}
interface Watching {
  /** False keeps what is shown, so that a selection does not move under the pointer. */
  readonly live: boolean
  readonly enabled: boolean
}

export function useFailures({ filter, status }: Asked, { live, enabled }: Watching) {
  const queryKey = ['failures', 'list', filter, status]
  const everyMs = usePollInterval(LIVE_EVERY_MS)
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/failures', {
          params: {
            query: { ...filter, status, limit: PER_PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    enabled: ({ state }) =>
      enabled && (state.data === undefined || (live && state.data.pages.length <= MOST_LIVE_PAGES)),
    refetchInterval: live ? everyMs : false,
    placeholderData: keepPreviousData,
  })
  const client = useQueryClient()
  const pages = query.data?.pages.length ?? 0
  /** Forgets the later pages and reads the first again. */
  function showNewest() {
    client.setQueryData<typeof query.data>(
      queryKey,
      (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    )
    void query.refetch()
  }
  return { ...query, followed: pages <= MOST_LIVE_PAGES, showNewest }
}

/** Counts under the filter. They go on being read while tasks are selected: they tell what is new. */
export function useFacets({ filter, status }: Asked) {
  return useQuery({
    queryKey: ['failures', 'facets', filter, status],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/failure-facets', { params: { query: { ...filter, status } }, signal })),
    refetchInterval: usePollInterval(LIVE_EVERY_MS),
    placeholderData: keepPreviousData,
  })
}

export interface GroupsAsked {
  readonly type: readonly string[]
  readonly project: readonly string[]
  readonly reason: readonly Reason[]
  readonly status: Status
}

export function useGroups(asked: GroupsAsked, enabled: boolean) {
  return useQuery({
    queryKey: ['failures', 'groups', asked],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/failure-groups', {
          params: {
            query: {
              type: [...asked.type],
              project: [...asked.project],
              reason: [...asked.reason],
              status: asked.status,
              limit: 200,
            },
          },
          signal,
        }),
      ),
    enabled,
    select: (page) => page.items,
    refetchInterval: usePollInterval(LIVE_EVERY_MS),
    placeholderData: keepPreviousData,
  })
}

export function useFailure(id: string) {
  const everyMs = usePollInterval(LIVE_EVERY_MS)
  return useQuery({
    queryKey: ['failures', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/failures/{id}', { params: { path: { id } }, signal })),
    // While it is replayed its end is waited for.
    refetchInterval: ({ state }) => (state.data?.status === 'replaying' ? REPLAYING_EVERY_MS : everyMs),
  })
}

const DEAD: Asked = { filter: {}, status: 'dead' }

/** How many tasks are dead in all; undefined until it is known. */
export const useDeadCount = (): Count | undefined => useFacets(DEAD).data?.total
