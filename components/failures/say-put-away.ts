import { problemOf } from '@/components/api/problem'
import { plural } from '@/components/assignments/describe'
import { toast } from '@/components/ui/toast'
import type { Selection } from './use-failure-actions'

export const sayRestored = (changed: number) => toast({ title: `${plural(changed, 'task')} restored` })

/**
 * What was archived, with a way back where that way touches exactly the same tasks: a filter would also restore what
 * others had archived before.
 */
export function sayArchived(
  changed: number,
  selection: Selection,
  restore: () => Promise<{ changed: number }>,
): void {
  const undo = () =>
    void restore().then(
      (answer) => sayRestored(answer.changed),
      (cause) => toast({ title: 'Not restored', description: problemOf(cause).detail, tone: 'danger' }),
    )
  toast({
    title: `${plural(changed, 'task')} archived`,
    ...('ids' in selection
      ? { action: { label: 'Undo', onClick: undo } }
      : { description: 'Found under Archived, where they can be restored.' }),
  })
}
