/** The last dead tasks of one type. Its key begins like those of the failures screen, so that it is read again with them. */
import { useQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type FailureSummary = Schemas['FailureSummary']

export function useLatestFailures(type: string, limit: number) {
  return useQuery({
    queryKey: ['failures', 'latest', type, limit],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/failures', { params: { query: { type: [type], status: 'dead', limit } }, signal })),
    refetchInterval: usePollInterval(10_000),
  })
}
