/** The built-in handlers of this version; they do not change while it runs. */
import { useQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type BuiltInHandler = Schemas['BuiltInHandler']

const none: readonly BuiltInHandler[] = []

export function useHandlers(): readonly BuiltInHandler[] {
  const query = useQuery({
    queryKey: ['handlers'],
    queryFn: ({ signal }) => unwrap(api.GET('/handlers', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return query.data?.items ?? none
}
