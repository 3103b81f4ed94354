'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { usePollInterval } from '@/components/api/stream-state'

export type Webhook = Schemas['Webhook']
export type NewWebhook = Schemas['NewWebhook']

/** Deliveries are not announced, and who sets a provider up waits for the first: it is read as often all the same. */
const READ_EVERY_MS = 5_000

export function useWebhooks() {
  return useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => unwrap(api.GET('/webhooks', { signal })),
    select: (page) => page.items,
    refetchInterval: usePollInterval(READ_EVERY_MS, READ_EVERY_MS),
  })
}

function useRefreshWebhooks() {
  const client = useQueryClient()
  return () => Promise.all(['webhooks', 'audit'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}

export function useSaveWebhook() {
  return useMutation({
    mutationFn: ({ webhook, fields }: { webhook: Webhook | null; fields: NewWebhook }) => {
      const { name, ...body } = fields
      if (webhook === null) return unwrap(api.POST('/webhooks', { body: fields }))
      const params = { path: { webhook: webhook.name } }
      return unwrap(api.PATCH('/webhooks/{webhook}', { params, body }))
    },
    onSuccess: useRefreshWebhooks(),
  })
}

export function useRemoveWebhook() {
  return useMutation({
    mutationFn: (webhook: string) =>
      unwrap(api.DELETE('/webhooks/{webhook}', { params: { path: { webhook } } })),
    onSuccess: useRefreshWebhooks(),
  })
}

export function useTestWebhook() {
  return useMutation({
    mutationFn: (webhook: string) =>
      unwrap(
        api.POST('/webhooks/{webhook}/test', {
          params: { path: { webhook } },
          body: { payload: { test: true, sentAt: new Date().toISOString() } },
        }),
      ),
    onSettled: useRefreshWebhooks(),
  })
}
