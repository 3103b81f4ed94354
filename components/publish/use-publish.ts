/** Publishing one message, or the same message several times. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'

export type Accepted = Schemas['Accepted']

export function usePublish() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['NewTask'] | Schemas['TaskBatch']) => unwrap(api.POST('/tasks', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['queues'] }),
  })
}
