/** What can be done to failures. The caller has said before what it would touch; each answers with what it did. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type Selection = Schemas['FailureSelection']
export type Replay = Schemas['Replay']
export type ReplayPreview = Schemas['ReplayPreview']
export type NewReplay = Omit<Schemas['NewReplay'], 'payload' | 'dryRun' | 'reason'> & {
  readonly payload?: unknown
  readonly reason?: string
}

function useRefresh() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['failures', 'replays', 'queues', 'audit'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    )
}

export function useArchive() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ selection, reason }: { selection: Selection; reason: string }) =>
      unwrap(api.POST('/failure-archive', { body: { selection, reason } })),
    onSettled: refresh,
  })
}

export function useRestore() {
  const refresh = useRefresh()
  return useMutation({
    /** With `archivedAt`, only what that act of one's own put away. */
    mutationFn: ({ selection, archivedAt }: { selection: Selection; archivedAt?: string }) => {
      const undone = archivedAt === undefined ? {} : { archivedAt }
      return unwrap(api.DELETE('/failure-archive', { body: { selection, ...undone } }))
    },
    onSettled: refresh,
  })
}

const isPreview = (answer: Replay | ReplayPreview): answer is ReplayPreview => 'dryRun' in answer

/**
 * What a replay of the selection would touch at this moment, and whether an edited payload would be taken; nothing is
 * sent.
 */
export function useReplayPreview(selection: Selection, edited?: { readonly value: unknown }, enabled = true) {
  return useQuery({
    queryKey: ['replay-preview', selection, edited],
    queryFn: async ({ signal }) => {
      const payload = edited ? { payload: edited.value } : {}
      const body = { selection, ...payload, dryRun: true } as Schemas['NewReplay']
      const answer = await unwrap(api.POST('/replays', { body, signal }))
      if (!isPreview(answer)) throw new Error('A dry run answered with a replay')
      return answer
    },
    enabled,
    // A preview of before is no answer to what would be touched now.
    gcTime: 0,
  })
}

/** A filter with the instant at which it was looked at; what was chosen by id needs none. */
export const frozen = (selection: Selection, at: string): Selection =>
  'ids' in selection ? selection : { ...selection, frozenAt: selection.frozenAt ?? at }

export function useReplayFailures() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (wish: NewReplay) => {
      const body = { ...wish, dryRun: false } as Schemas['NewReplay']
      const answer = await unwrap(api.POST('/replays', { body }))
      if (isPreview(answer)) throw new Error('A replay was asked for and only tried')
      return answer
    },
    onSettled: refresh,
  })
}
