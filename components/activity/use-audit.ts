/** The audit, newest first, older pages by keyset. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type AuditEntry = Schemas['AuditEntry']
export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly from?: string
  readonly to?: string
}

export function useAudit(filter: AuditFilter) {
  const everyMs = usePollInterval(15_000)
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/audit', {
          params: { query: { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    // A reader of older pages is not followed: every page would be read again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : everyMs),
    placeholderData: keepPreviousData,
  })
}
