/** Everybody's assignments, and change sets: preview, save, roll-out, undo. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { api, type Schemas } from '@/components/api/client'
import { ApiProblem, unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'
import { type AssignmentSet, changeSetBody, type Draft, editCount, type Sets } from './draft'

export type Preview = Schemas['ChangeSetPreview']
export type ChangeSet = Schemas['ChangeSet']

export function useAssignments() {
  return useQuery({
    queryKey: ['assignments'],
    queryFn: ({ signal }) => unwrap(api.GET('/assignments', { params: { query: {} }, signal })),
    refetchInterval: usePollInterval(10_000),
  })
}

const noSets: readonly AssignmentSet[] = []

/** The sets by project; the same map as long as the answer is the same. */
export function useSets(): { sets: Sets; query: ReturnType<typeof useAssignments> } {
  const query = useAssignments()
  const items = query.data?.items ?? noSets
  const sets = useMemo(() => new Map(items.map((set) => [set.project, set])), [items])
  return { sets, query }
}

/** What saving the draft would do, asked again with every edit. */
export function usePreview(draft: Draft) {
  const client = useQueryClient()
  const body = changeSetBody(draft)
  return useQuery({
    queryKey: ['change-sets', 'preview', body],
    queryFn: async ({ signal }) => {
      try {
        return await unwrap(api.POST('/change-sets/preview', { body, signal }))
      } catch (cause) {
        // Somebody saved meanwhile: reading the newer revision shows who, and offers to rebase.
        if (isStale(cause)) void client.invalidateQueries({ queryKey: ['assignments'] })
        throw cause
      }
    },
    enabled: editCount(draft) > 0,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** The base of an edit is not the newest revision (412). */
export const isStale = (error: unknown) => error instanceof ApiProblem && error.status === 412

const TOUCHED = ['assignments', 'projects', 'revisions', 'rollouts', 'queues', 'audit']

function useRefreshAfterSave() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      // Not the previews: theirs were of the base that has just been left behind.
      [...TOUCHED.map((key) => [key]), ['change-sets', 'one']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}

export function useApplyChangeSet() {
  const refresh = useRefreshAfterSave()
  return useMutation({
    mutationFn: ({ draft, reason }: { draft: Draft; reason: string }) =>
      unwrap(api.POST('/change-sets', { body: { ...changeSetBody(draft), reason } })),
    onSettled: refresh,
  })
}

export function useChangeSet(id: string) {
  return useQuery({
    queryKey: ['change-sets', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/change-sets/{id}', { params: { path: { id } }, signal })),
    refetchInterval: usePollInterval(2_000, 10_000),
    enabled: id !== '',
  })
}

/** Another instance has applied: the screen beside the roll-out must not go on calling it stale. */
export function useRefreshInstances(applied: number | undefined) {
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the count is the reason to read again
  useEffect(() => {
    for (const key of ['projects', 'instances']) void client.invalidateQueries({ queryKey: [key] })
  }, [client, applied])
}

export function useRollbackChangeSet() {
  const refresh = useRefreshAfterSave()
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      unwrap(api.POST('/change-sets/{id}/rollback', { params: { path: { id } }, body: { reason } })),
    onSettled: refresh,
  })
}
