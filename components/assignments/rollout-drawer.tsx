'use client'
import { useState } from 'react'
import { ProjectRollout } from '@/components/projects/project-rollout'
import { sayProgress, totalProgress } from '@/components/projects/rollout-progress'
import { useRollouts } from '@/components/projects/use-projects'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Diff } from '@/components/ui/diff'
import { Drawer } from '@/components/ui/drawer'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { diffLines, plural } from './describe'
import { type ChangeSet, useChangeSet, useRefreshInstances, useRollbackChangeSet } from './use-assignments'

interface RolloutDrawerProps {
  id: string
  onClose: () => void
  /** Another change set, for example the one that undid this one. */
  onShow: (id: string) => void
}

/** A saved change set on its way to the instances, live. */
export function RolloutDrawer({ id, onClose, onShow }: RolloutDrawerProps) {
  const query = useChangeSet(id)
  const [confirming, setConfirming] = useState(false)
  const set = query.data
  return (
    <Drawer
      open
      onClose={onClose}
      title="Roll-out"
      width={25}
      aside={set && <span className="truncate text-sm text-muted">by {set.author}</span>}
      footer={
        set &&
        (set.rolledBackBy ? (
          <Button onClick={() => onShow(set.rolledBackBy ?? '')}>Show the roll-back</Button>
        ) : (
          <Button variant="danger" onClick={() => setConfirming(true)}>
            Roll back…
          </Button>
        ))
      }
    >
      {query.error ? (
        <ErrorState
          error={query.error}
          title="The change set could not be read"
          retry={() => void query.refetch()}
        />
      ) : set ? (
        <Contents set={set} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
      {set && (
        <RollbackDialog set={set} open={confirming} onOpenChange={setConfirming} onRolledBack={onShow} />
      )}
    </Drawer>
  )
}

function Contents({ set }: { set: ChangeSet }) {
  return (
    <div className="flex flex-col gap-5">
      <Verdict set={set} />
      {set.projects.map((project) => (
        <section key={project.project} aria-label={project.project} className="flex flex-col gap-2">
          <ProjectRollout project={project.project} revision={project.revision} />
          <Diff
            label={`Changes to ${project.project}`}
            lines={project.diff.flatMap((change) =>
              diffLines(change).map((line) => ({
                kind: line.sign === '+' ? ('added' as const) : ('removed' as const),
                text: line.text,
              })),
            )}
          />
        </section>
      ))}
    </div>
  )
}

function Verdict({ set }: { set: ChangeSet }) {
  const rollouts = useRollouts(set.projects.map((entry) => entry.project))
  const wanted = new Map(set.projects.map((entry) => [entry.project, entry.revision]))
  const progress = rollouts && totalProgress(rollouts, wanted)
  useRefreshInstances(progress?.applied)
  if (!progress) return <Skeleton className="h-10 w-full" />
  const done = progress.live > 0 && progress.applied === progress.live
  const state = set.rolledBackBy ? 'unknown' : done ? 'clear' : 'caution'
  const sentence = set.rolledBackBy ? 'Rolled back by a later change set.' : sayProgress(progress)
  return (
    <div className="flex gap-2.5">
      <Signal state={state} label={null} className="mt-1" />
      <div>
        <p role="status" className="font-semibold">
          {sentence}
        </p>
        <p className="text-sm text-muted">
          “{set.reason}”, saved <Time at={set.createdAt} />
        </p>
      </div>
    </div>
  )
}

interface RollbackDialogProps {
  set: ChangeSet
  open: boolean
  onOpenChange: (open: boolean) => void
  onRolledBack: (id: string) => void
}

function RollbackDialog({ set, open, onOpenChange, onRolledBack }: RollbackDialogProps) {
  const [reason, setReason] = useState('')
  const rollback = useRollbackChangeSet()
  const names = set.projects.map((project) => project.project).join(', ')
  async function confirm() {
    const undone = await rollback.mutateAsync({ id: set.id, reason: reason.trim() })
    toast({
      title: `Rolled back in ${plural(undone.projects.length, 'project')}`,
      description: undone.projects.map((entry) => `${entry.project} revision ${entry.revision}`).join(', '),
    })
    onRolledBack(undone.id)
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Roll back this change set?"
      touches={[
        `${names}: assignments return to what they were before, as a new revision each.`,
        'Refused when somebody has saved one of these projects since.',
      ]}
      confirmLabel="Roll back"
      tone="danger"
      disabled={reason.trim() === ''}
      onConfirm={confirm}
    >
      <Field label="Reason">
        <Input value={reason} onValueChange={setReason} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
