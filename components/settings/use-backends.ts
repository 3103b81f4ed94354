'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'
import type { BackendForm } from './backend-form'

export type Backend = Schemas['Backend']

export function useBackends() {
  return useQuery({
    queryKey: ['backends'],
    queryFn: ({ signal }) => unwrap(api.GET('/backends', { signal })),
    select: (page) => page.items,
    refetchInterval: usePollInterval(10_000),
  })
}

function useRefreshBackends() {
  const client = useQueryClient()
  return () => Promise.all(['backends', 'audit'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}

interface SavedBackend {
  /** null: a new one. */
  readonly backend: Backend | null
  readonly form: BackendForm
  readonly options: Schemas['NewBackend']['options'] | null
}

export function useSaveBackend() {
  return useMutation({
    mutationFn: ({ backend, form, options }: SavedBackend) => {
      const url = form.url.trim()
      const fields = { ...(url === '' ? {} : { url }), description: form.description.trim() }
      if (backend === null)
        return unwrap(
          api.POST('/backends', {
            body: {
              ...{ name: form.name.trim(), kind: form.kind, ...fields },
              ...(options ? { options } : {}),
            },
          }),
        )
      const params = { path: { backend: backend.name } }
      return unwrap(
        api.PATCH('/backends/{backend}', { params, body: { ...fields, options: options ?? null } }),
      )
    },
    onSuccess: useRefreshBackends(),
  })
}

export function useRemoveBackend() {
  return useMutation({
    mutationFn: (backend: string) =>
      unwrap(api.DELETE('/backends/{backend}', { params: { path: { backend } } })),
    onSuccess: useRefreshBackends(),
  })
}
