'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type Person = Schemas['Person']
export type Role = Person['role']

export function usePeople(enabled: boolean) {
  return useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => unwrap(api.GET('/people', { signal })),
    select: (page) => page.items,
    enabled,
  })
}

export function useInvite() {
  return useMutation({
    mutationFn: (body: Schemas['NewInvitation']) => unwrap(api.POST('/people/invitations', { body })),
  })
}
