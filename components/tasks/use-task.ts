/** Where one task is, read again until nothing more will happen to it by itself. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
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

/** What is shown of the task is left to its caller: once cancelled, nobody knows it any more. */
export function useCancelTask(task: { readonly id: string; readonly type: string }) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE('/tasks/{id}', { params: { path: { id: task.id }, query: { type: task.type } } })),
    onSettled: () =>
      Promise.all(['tasks', 'queues', 'audit'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}
