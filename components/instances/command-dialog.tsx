'use client'
import { plural } from '@/components/assignments/describe'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import { runningOf, workersOf } from './instance-state'
import { type Command, type Instance, useCommandInstance } from './use-instances'

interface CommandDialogProps {
  instance: Instance
  /** null: closed. */
  command: Command | null
  onClose: () => void
}

const verbs: Record<Command, string> = { drain: 'Drain', stop: 'Stop' }

/** Tells an instance to drain or to stop, after saying what that touches. */
export function CommandDialog({ instance, command, onClose }: CommandDialogProps) {
  const send = useCommandInstance()
  const shown = command ?? 'drain'
  const running = runningOf(instance)
  async function confirm() {
    await send.mutateAsync({ instance: instance.id, command: shown })
    toast({
      title: `${instance.project} on ${instance.host} will ${shown}`,
      description: 'It is told with its next heartbeat, within ten seconds.',
    })
  }
  return (
    <ConfirmDialog
      open={command !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`${verbs[shown]} ${instance.project} on ${instance.host}?`}
      tone={shown === 'stop' ? 'danger' : 'primary'}
      confirmLabel={verbs[shown]}
      touches={[
        `${plural(workersOf(instance), 'worker')} of process ${instance.pid} stop taking tasks.`,
        running > 0
          ? `${plural(running, 'running task')} may finish within the deadline; what does not is taken by another instance.`
          : 'No task runs in it now.',
        shown === 'drain'
          ? 'The process stays and reports. Only starting it anew makes it take tasks again.'
          : 'The process ends. Whatever supervises it decides whether it starts again.',
      ]}
      onConfirm={confirm}
    />
  )
}
