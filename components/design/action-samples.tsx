'use client'
import Ellipsis from 'lucide-react/icons/ellipsis'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import { Menu } from '@/components/ui/menu'
import { Panel } from '@/components/ui/panel'
import { Popover } from '@/components/ui/popover'
import { Segmented } from '@/components/ui/segmented'
import { toast } from '@/components/ui/toast'
import { Tooltip } from '@/components/ui/tooltip'

/** What can be pressed. */
export function ActionSamples() {
  const [open, setOpen] = useState<'dialog' | 'confirm' | null>(null)
  const [lens, setLens] = useState<'project' | 'type' | 'matrix'>('matrix')
  return (
    <Panel title="Actions" padded>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary">Apply to 2 projects</Button>
        <Button>Pause…</Button>
        <Button variant="ghost">Discard</Button>
        <Button variant="danger">Purge…</Button>
        <Button pending>Saving</Button>
        <Button disabled>Not yet</Button>
        <Button size="sm">Small</Button>
        <IconButton label="More" icon={<Ellipsis aria-hidden />} />
        <CopyButton text="0192f3c4-7a1e" />
        <Kbd>⌘K</Kbd>
        <Segmented
          label="Lens"
          value={lens}
          onValueChange={setLens}
          options={[
            { value: 'project', label: 'By project' },
            { value: 'type', label: 'By type' },
            { value: 'matrix', label: 'Matrix' },
          ]}
        />
        <Menu
          trigger={<Button>Menu</Button>}
          items={[
            { label: 'Pause', keys: 'P' },
            { label: 'Open the queue', href: '/queues' },
            'separator',
            { label: 'Purge…', danger: true },
          ]}
        />
        <Popover trigger={<Button>Why?</Button>} label="Why">
          All 16 workers are busy and the backlog grows 34/s.
        </Popover>
        <Tooltip content="Explains a control">
          <Button variant="ghost">Tooltip</Button>
        </Tooltip>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Confirm</Button>
        <Button
          onClick={() =>
            toast({
              title: '16 workers paused',
              description: 'email.send in 2 projects',
              action: { label: 'Undo', onClick: () => toast({ title: '16 workers run again' }) },
            })
          }
        >
          Toast
        </Button>
      </div>
      <Dialog
        open={open === 'dialog'}
        onOpenChange={() => setOpen(null)}
        title="A dialog"
        description="Says one thing."
      />
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={() => setOpen(null)}
        title={
          <>
            Purge <span className="font-mono">email.send</span>?
          </>
        }
        touches={['1,240 waiting tasks are removed for good.', 'Tasks that run now are not touched.']}
        confirmLabel="Purge 1,240 tasks"
        tone="danger"
        typed="email.send"
        onConfirm={() => toast({ title: 'Nothing was purged: this is the design page' })}
      />
    </Panel>
  )
}
