'use client'
import { useState } from 'react'
import { plural } from '@/components/assignments/describe'
import { Code } from '@/components/ui/code'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { exactNumber } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { touchedBy } from './queue-figures'
import { sayOutcome } from './say-outcome'
import { usePauseQueues, useResumeQueues } from './use-queue-actions'
import type { Queue } from './use-queues'

const LASTING = [
  { value: 'open', label: 'until somebody resumes' },
  { value: '15', label: 'for 15 minutes' },
  { value: '60', label: 'for 1 hour' },
  { value: '240', label: 'for 4 hours' },
]

interface PauseDialogProps {
  queues: readonly Queue[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone?: () => void
}

const names = (queues: readonly Queue[]) =>
  queues.length === 1 ? (queues[0]?.type ?? '') : plural(queues.length, 'queue')

/** Says what pausing stops and what then waits; afterwards what was paused, with a way back. */
export function PauseDialog({ queues, open, onOpenChange, onDone }: PauseDialogProps) {
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState('open')
  const pause = usePauseQueues()
  const resume = useResumeQueues()
  const fresh = queues.filter((queue) => queue.paused === null)
  const touched = touchedBy(fresh)
  async function confirm() {
    const until =
      minutes !== 'open' ? new Date(Date.now() + Number(minutes) * 60_000).toISOString() : undefined
    const types = fresh.map((queue) => queue.type)
    const outcome = await pause.mutateAsync({ types, reason: reason.trim(), ...(until ? { until } : {}) })
    sayOutcome('paused', outcome, async () => sayOutcome('resumed', await resume.mutateAsync(outcome.done)))
    onDone?.()
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Pause ${names(fresh)}?`}
      confirmLabel="Pause"
      disabled={fresh.length === 0}
      onConfirm={confirm}
      touches={[
        `${plural(touched.workers, 'worker')} in ${plural(touched.projects.length, 'project')} stop taking tasks${touched.projects.length ? `: ${touched.projects.join(', ')}` : ''}.`,
        touched.waiting === null
          ? 'How many tasks wait is not known.'
          : `${exactNumber(touched.waiting)} ${touched.waiting === 1 ? 'task waits' : 'tasks wait'} now. Publishing goes on; tasks that run finish.`,
        ...(fresh.length < queues.length
          ? [`${plural(queues.length - fresh.length, 'queue')} already paused and left alone.`]
          : []),
      ]}
    >
      <Names queues={fresh} />
      <Field label="How long">
        <Select value={minutes} onValueChange={setMinutes} options={LASTING} />
      </Field>
      <Field label="Reason" aside="optional">
        <Input value={reason} onValueChange={setReason} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}

/** Resumes queues that are paused. */
export function ResumeDialog({ queues, open, onOpenChange, onDone }: PauseDialogProps) {
  const resume = useResumeQueues()
  const paused = queues.filter((queue) => queue.paused !== null)
  const touched = touchedBy(paused)
  async function confirm() {
    const outcome = await resume.mutateAsync(paused.map((queue) => queue.type))
    sayOutcome('resumed', outcome)
    onDone?.()
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Resume ${names(paused)}?`}
      confirmLabel="Resume"
      disabled={paused.length === 0}
      onConfirm={confirm}
      touches={[
        `${plural(touched.workers, 'worker')} in ${plural(touched.projects.length, 'project')} take tasks again.`,
        touched.waiting === null
          ? 'How many tasks wait is not known.'
          : `${exactNumber(touched.waiting)} ${touched.waiting === 1 ? 'task waits' : 'tasks wait'} for them.`,
        ...(paused.length < queues.length
          ? [`${plural(queues.length - paused.length, 'queue')} not paused and left alone.`]
          : []),
      ]}
    >
      <Names queues={paused} />
    </ConfirmDialog>
  )
}

/** Every queue that will be touched, so that nothing is touched that was not shown. */
function Names({ queues }: { queues: readonly Queue[] }) {
  if (queues.length < 2) return null
  return <Code label="Queues">{queues.map((queue) => queue.type).join('\n')}</Code>
}
