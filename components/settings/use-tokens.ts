'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type Token = Schemas['Token']

/** Every token of the installation. */
export function useAllTokens(enabled: boolean) {
  return useQuery({
    queryKey: ['tokens', 'all'],
    queryFn: ({ signal }) => unwrap(api.GET('/tokens', { signal })),
    select: (page) => page.items,
    enabled,
  })
}

export function useNewToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['NewToken']) => unwrap(api.POST('/tokens', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
}

export function useTokenRevocation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
}
