'use client'
import { problemOf } from '@/components/api/problem'
import { toast } from '@/components/ui/toast'
import { sayArchived, sayRestored } from './say-put-away'
import { useArchive, useRestore } from './use-failure-actions'

/** Archives or restores one task at once: it can be undone, so it need not be asked. */
export function usePutAwayOne() {
  const archive = useArchive()
  const restore = useRestore()
  const onError = (cause: unknown) =>
    toast({ title: 'Nothing was changed', description: problemOf(cause).detail, tone: 'danger' })
  return {
    pending: archive.isPending || restore.isPending,
    archive(id: string) {
      const selection = { ids: [id] }
      archive.mutate(
        { selection, reason: '' },
        {
          onSuccess: ({ changed, archivedAt }) =>
            sayArchived(changed, () => restore.mutateAsync({ selection, archivedAt })),
          onError,
        },
      )
    },
    restore(id: string) {
      restore.mutate(
        { selection: { ids: [id] } },
        { onSuccess: ({ changed }) => sayRestored(changed), onError },
      )
    },
  }
}
