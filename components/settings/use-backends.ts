'use client'
import { useQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Backend = Schemas['Backend']

export function useBackends() {
  return useQuery({
    queryKey: ['backends'],
    queryFn: ({ signal }) => unwrap(api.GET('/backends', { signal })),
    select: (page) => page.items,
    refetchInterval: usePollInterval(10_000),
  })
}
