'use client'
import { CountFigure } from './count'
import { useDeadCount } from './use-failures'

/** How many tasks are dead, beside the screen's name; nothing while none is, or while it is not known. */
export function DeadCount() {
  const count = useDeadCount()
  if (!count || count.value === 0) return null
  return (
    <>
      <CountFigure count={count} className="ml-auto text-sm font-semibold text-danger" />
      <span className="sr-only"> dead</span>
    </>
  )
}
