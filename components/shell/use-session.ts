'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type Scope = Schemas['Account']['scopes'][number]

/** Who is signed in. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => unwrap(api.GET('/session', { signal })),
    staleTime: 60_000,
  })
}

const never = () => () => {}

/** False while a part of the page takes over what the server rendered, so that both say the same. */
const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

/** Whether the reader may do it; false until known. `admin` includes every scope. */
export function useMay(scope: Scope): boolean {
  const hydrated = useHydrated()
  const scopes = useSession().data?.scopes
  // The shell may know the answer before a later part of the page is hydrated.
  if (!hydrated) return false
  return scopes?.some((held) => held === scope || held === 'admin') ?? false
}

const HEARTBEAT_MS = 10_000

/** Name, colour and version of the installation; asked regularly, so it also tells whether the control plane answers. */
export function useEnvironment() {
  return useQuery({
    queryKey: ['environment'],
    queryFn: ({ signal }) => unwrap(api.GET('/environment', { signal })),
    refetchInterval: HEARTBEAT_MS,
  })
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/session')),
    // A whole navigation: nothing that was read stays in the memory of the page.
    onSuccess: () => window.location.replace('/login'),
  })
}
