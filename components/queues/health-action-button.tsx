'use client'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button, buttonClass } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { type HealthAction, hrefOfAction } from './health-actions'
import { ResumeDialog } from './pause-dialog'
import type { Queue } from './use-queues'

interface ActionButtonProps {
  queue: Queue
  action: HealthAction
  /** `sm` in a row of many. */
  size?: 'sm' | 'md'
}

/** What would help, as a button: a link to where it is done; a resume asks here. */
export function HealthActionButton({ queue, action, size = 'sm' }: ActionButtonProps) {
  const [asked, setAsked] = useState(false)
  const mayOperate = useMay('operate')
  if (action.code === 'resume' && queue.paused !== null && mayOperate)
    return (
      <>
        <Button size={size} onClick={() => setAsked(true)}>
          Resume…
          <span className="sr-only">: {queue.type}</span>
        </Button>
        <ResumeDialog queues={[queue]} open={asked} onOpenChange={setAsked} />
      </>
    )
  return (
    <Link href={hrefOfAction(queue, action)} className={buttonClass('secondary', size)}>
      {action.code === 'resume' && !mayOperate ? 'Show the pause' : action.label}
      <span className="sr-only">: {queue.type}</span>
    </Link>
  )
}
