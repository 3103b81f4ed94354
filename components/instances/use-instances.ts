/** Running workers as the API tells them, and what they can be told. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { everyPage } from '@/components/api/every-page'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Instance = Schemas['Instance']
export type InstanceStatus = Instance['status']
export type Command = Schemas['InstanceCommand']['command']

export interface InstanceFilter {
  readonly project?: string
  readonly status?: InstanceStatus
}

/** Counts and running tasks differ with every heartbeat and are not announced. */
const HEARTBEAT_MS = 10_000
/** More than a person can read; past it the screen asks for a filter. */
const MOST_INSTANCES = 2_000

export function useInstances(filter: InstanceFilter = {}, options: { live?: boolean } = {}) {
  const everyMs = usePollInterval(5_000, HEARTBEAT_MS)
  return useQuery({
    queryKey: ['instances', filter],
    queryFn: ({ signal }) =>
      everyPage(
        (query) => unwrap(api.GET('/instances', { params: { query: { ...filter, ...query } }, signal })),
        MOST_INSTANCES,
      ),
    refetchInterval: options.live === false ? false : everyMs,
    placeholderData: keepPreviousData,
  })
}

export function useCommandInstance() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ instance, command }: { instance: string; command: Command }) =>
      unwrap(
        api.POST('/instances/{instance}/commands', { params: { path: { instance } }, body: { command } }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['instances'] }),
  })
}
