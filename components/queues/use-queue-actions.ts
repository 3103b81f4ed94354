/** What can be done to queues. Each answers with what it did; the caller has said before what it would touch. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { ApiProblem, unwrap } from '@/components/api/problem'

export interface PauseWish {
  readonly types: readonly string[]
  readonly reason: string
  readonly until?: string
}
/** Per type, so that a part that failed is never reported as done. */
export interface BulkOutcome {
  readonly done: readonly string[]
  readonly failed: readonly { readonly type: string; readonly message: string }[]
}

const AT_ONCE = 6

async function eachType(
  types: readonly string[],
  act: (type: string) => Promise<unknown>,
): Promise<BulkOutcome> {
  const done: string[] = []
  const failed: { type: string; message: string }[] = []
  const waiting = [...types]
  const lane = async () => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      try {
        await act(type)
        done.push(type)
      } catch (cause) {
        failed.push({ type, message: cause instanceof ApiProblem ? cause.message : String(cause) })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return { done, failed }
}

function useRefreshQueues() {
  const client = useQueryClient()
  return () =>
    Promise.all(['queues', 'audit', 'instances'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}

export function usePauseQueues() {
  const refresh = useRefreshQueues()
  return useMutation({
    mutationFn: ({ types, reason, until }: PauseWish) =>
      eachType(types, (type) =>
        unwrap(
          api.POST('/queues/{type}/pause', {
            params: { path: { type } },
            body: { reason, ...(until ? { until } : {}) },
          }),
        ),
      ),
    onSettled: refresh,
  })
}

export function useResumeQueues() {
  const refresh = useRefreshQueues()
  return useMutation({
    mutationFn: (types: readonly string[]) =>
      eachType(types, (type) => unwrap(api.DELETE('/queues/{type}/pause', { params: { path: { type } } }))),
    onSettled: refresh,
  })
}

export function usePurgeQueue(type: string) {
  const refresh = useRefreshQueues()
  return useMutation({
    mutationFn: (body: Schemas['Purge']) =>
      unwrap(api.DELETE('/queues/{type}/messages', { params: { path: { type } }, body })),
    onSettled: refresh,
  })
}
