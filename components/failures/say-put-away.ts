import { problemOf } from '@/components/api/problem'
import { plural } from '@/components/assignments/describe'
import { toast } from '@/components/ui/toast'

export const sayRestored = (changed: number) => toast({ title: `${plural(changed, 'task')} restored` })

/** What was archived, with a way back that touches exactly the same tasks. */
export function sayArchived(changed: number, restore: () => Promise<{ changed: number }>): void {
  const undo = () =>
    void restore().then(
      (answer) => sayRestored(answer.changed),
      (cause) => toast({ title: 'Not restored', description: problemOf(cause).detail, tone: 'danger' }),
    )
  toast({
    title: `${plural(changed, 'task')} archived`,
    ...(changed > 0 ? { action: { label: 'Undo', onClick: undo } } : {}),
  })
}
