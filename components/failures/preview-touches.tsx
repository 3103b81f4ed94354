import { problemOf } from '@/components/api/problem'
import { clockTime } from '@/components/replays/selection-words'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { touchedByReplay } from './preview-words'
import type { Selection, useReplayPreview } from './use-failure-actions'
import type { Count } from './use-failures'

interface PreviewTouchesProps {
  preview: ReturnType<typeof useReplayPreview>
  selection: Selection
  shown: Count
  /** Pointers whose errors are shown where they belong. */
  elsewhere?: readonly string[]
}

/** What the control plane says a replay would touch, and what speaks against it. */
export function PreviewTouches({ preview, selection, shown, elsewhere }: PreviewTouchesProps) {
  if (preview.error && allElsewhere(preview.error, elsewhere))
    return <p className="text-danger">Nothing yet: it would be refused, see the payload.</p>
  if (preview.error)
    return (
      <div className="flex flex-col items-start gap-2">
        <FormError error={preview.error} shown={elsewhere} />
        {problemOf(preview.error).status !== 422 && (
          <Button size="sm" pending={preview.isFetching} onClick={() => void preview.refetch()}>
            Try again
          </Button>
        )}
      </div>
    )
  if (!preview.data)
    return (
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">Counting what it would touch</span>
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-40" />
      </div>
    )
  const frozenAt = 'ids' in selection ? null : clockTime(preview.data.frozenAt)
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-1">
        {touchedByReplay(preview.data, shown, frozenAt).map((sentence) => (
          <li key={sentence} className="text-pretty wrap-anywhere">
            {sentence}
          </li>
        ))}
      </ul>
      {preview.data.warnings.length > 0 && (
        <ul aria-label="Warnings" className="flex flex-col gap-1 rounded-md bg-caution-soft px-3 py-2">
          {preview.data.warnings.map((warning) => (
            <li key={warning.code + warning.type} className="flex gap-2.5 text-pretty wrap-anywhere">
              <Signal state="caution" label="Warning" className="mt-1" />
              <span>{warning.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function allElsewhere(error: unknown, elsewhere: readonly string[] = []): boolean {
  const { errors } = problemOf(error)
  return errors.length > 0 && errors.every(({ at }) => elsewhere.includes(at))
}
