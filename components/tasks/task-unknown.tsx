import { problemOf } from '@/components/api/problem'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'

/** Nobody knows the task: says which are known, and how to make the next one known. */
export function TaskUnknown({ id, error }: { id: string; error: unknown }) {
  return (
    <EmptyState
      title="This task has left no trace"
      actions={
        <>
          <Link className={buttonClass('secondary')} href={`/failures?q=${encodeURIComponent(id)}`}>
            Search the failures for it
          </Link>
          <Link className={buttonClass('secondary')} href="/publish">
            Publish a tracked task
          </Link>
        </>
      }
    >
      <p>{problemOf(error).detail}</p>
      <p className="mt-2">
        Publish with <code className="font-mono text-sm">"tracked": true</code> to be able to follow a task to
        its end. A task that has just been published appears here by itself.
      </p>
    </EmptyState>
  )
}
