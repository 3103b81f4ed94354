import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@/components/api/problem'

const RETRIES = 2

/** Worth asking again: no answer, or the fault is on the other side. */
export function isTemporary(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
}

/** Data of the console: fresh for 4 s, kept for 10 min, asked again when the fault was temporary. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 4_000,
        gcTime: 600_000,
        // A console on the same machine works without the internet.
        networkMode: 'always',
        retry: (failures, error) => isTemporary(error) && failures < RETRIES,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
