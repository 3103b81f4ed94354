/** Where one task is, read again until nothing more will happen to it by itself. */
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/api/client'
import { ApiProblem, unwrap } from '@/components/api/problem'
import { readEvery } from './task-words'

export const isUnknown = (error: unknown) => error instanceof ApiProblem && error.status === 404

export function useTask(id: string) {
  return useQuery({
    queryKey: ['tasks', id],
    queryFn: ({ signal }) => unwrap(api.GET('/tasks/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => readEvery(state.data?.state),
  })
}
