/** Task types and backends: the registry that queues hang on. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { everyPage } from '@/components/api/every-page'
import { unwrap } from '@/components/api/problem'

export type TaskType = Schemas['TaskType']
export function useTaskTypes() {
  return useQuery({
    queryKey: ['task-types', 'list'],
    queryFn: ({ signal }) =>
      everyPage((query) => unwrap(api.GET('/task-types', { params: { query }, signal }))),
    select: (pages) => pages.items,
  })
}

export function useTaskType(type: string) {
  return useQuery({
    queryKey: ['task-types', 'one', type],
    queryFn: ({ signal }) => unwrap(api.GET('/task-types/{type}', { params: { path: { type } }, signal })),
    enabled: type !== '',
  })
}

export function useBackends() {
  return useQuery({
    queryKey: ['backends'],
    queryFn: ({ signal }) => unwrap(api.GET('/backends', { signal })),
    select: (page) => page.items,
  })
}

function useRefreshRegistry() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['task-types', 'queues', 'assignments', 'audit'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    )
}

export function useCreateTaskType() {
  const refresh = useRefreshRegistry()
  return useMutation({
    mutationFn: (body: Pick<TaskType, 'name'> & Partial<Schemas['NewTaskType']>) =>
      unwrap(api.POST('/task-types', { body: body as Schemas['NewTaskType'] })),
    onSuccess: refresh,
  })
}

export function usePatchTaskType(type: string) {
  const refresh = useRefreshRegistry()
  return useMutation({
    mutationFn: (body: Schemas['TaskTypePatch']) =>
      unwrap(api.PATCH('/task-types/{type}', { params: { path: { type } }, body })),
    onSuccess: refresh,
  })
}

export function useStopDraining(type: string) {
  const refresh = useRefreshRegistry()
  return useMutation({
    mutationFn: (backend: string) =>
      unwrap(
        api.DELETE('/task-types/{type}/former-queues/{backend}', { params: { path: { type, backend } } }),
      ),
    onSuccess: refresh,
  })
}

export function useDeleteTaskType(type: string) {
  const refresh = useRefreshRegistry()
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/task-types/{type}', { params: { path: { type } } })),
    onSuccess: refresh,
  })
}
