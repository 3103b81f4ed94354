/** Projects, their revisions, roll-outs and tokens. */
import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { everyPage } from '@/components/api/every-page'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Project = Schemas['Project']
export type Revision = Schemas['Revision']
export type Rollout = Schemas['Rollout']
export type Token = Schemas['Token']
export function useProjects() {
  return useQuery({
    queryKey: ['projects', 'list'],
    queryFn: ({ signal }) =>
      everyPage((query) => unwrap(api.GET('/projects', { params: { query }, signal }))),
    select: (pages) => pages.items,
    refetchInterval: usePollInterval(10_000),
  })
}

export function useProject(project: string) {
  return useQuery({
    queryKey: ['projects', 'one', project],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/projects/{project}', { params: { path: { project } }, signal })),
    refetchInterval: usePollInterval(10_000),
  })
}

export function useRevisions(project: string) {
  return useInfiniteQuery({
    queryKey: ['revisions', project],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/projects/{project}/revisions', {
          params: { path: { project }, query: { limit: 25, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Read often: it is looked at while it happens. */
const ROLLOUT_EVERY_MS = 2_000
const ROLLOUT_ANYWAY_MS = 10_000
const rolloutOptions = (project: string, everyMs: number) =>
  queryOptions({
    queryKey: ['rollouts', project],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/projects/{project}/rollout', { params: { path: { project } }, signal })),
    refetchInterval: everyMs,
  })

export const useRollout = (project: string) =>
  useQuery(rolloutOptions(project, usePollInterval(ROLLOUT_EVERY_MS, ROLLOUT_ANYWAY_MS)))

/** The roll-outs of several projects, from the same cache; undefined while one is awaited. */
export function useRollouts(projects: readonly string[]): Rollout[] | undefined {
  const everyMs = usePollInterval(ROLLOUT_EVERY_MS, ROLLOUT_ANYWAY_MS)
  const queries = useQueries({ queries: projects.map((project) => rolloutOptions(project, everyMs)) })
  const known = queries.flatMap((query) => query.data ?? [])
  return known.length === projects.length ? known : undefined
}

export function useTokens(project: string) {
  return useQuery({
    queryKey: ['tokens', project],
    queryFn: ({ signal }) => unwrap(api.GET('/tokens', { params: { query: { project } }, signal })),
    select: (page) => page.items,
  })
}

function useRefresh(...keys: string[]) {
  const client = useQueryClient()
  return () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })))
}

export function useCreateProject() {
  const refresh = useRefresh('projects', 'assignments', 'audit')
  return useMutation({
    mutationFn: (body: Schemas['NewProject']) => unwrap(api.POST('/projects', { body })),
    onSuccess: refresh,
  })
}

export function useDeleteProject(project: string) {
  const refresh = useRefresh('projects', 'assignments', 'audit')
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/projects/{project}', { params: { path: { project } } })),
    onSuccess: refresh,
  })
}

export interface RollbackWish {
  readonly number: number
  readonly current: number
  readonly reason: string
}

/** Saves the assignments of an older revision as a new one; refused when somebody saved since `current`. */
export function useRollbackRevision(project: string) {
  const refresh = useRefresh('projects', 'assignments', 'revisions', 'rollouts', 'queues', 'audit')
  return useMutation({
    mutationFn: ({ number, current, reason }: RollbackWish) =>
      unwrap(
        api.POST('/projects/{project}/revisions/{number}/rollback', {
          params: { path: { project, number }, header: { 'if-match': `"${current}"` } },
          body: { reason },
        }),
      ),
    onSettled: refresh,
  })
}

export function useCreateToken() {
  const refresh = useRefresh('tokens', 'audit')
  return useMutation({
    mutationFn: (body: Schemas['NewToken']) => unwrap(api.POST('/tokens', { body })),
    onSuccess: refresh,
  })
}

export function useRevokeToken() {
  const refresh = useRefresh('tokens', 'audit')
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/tokens/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  })
}
