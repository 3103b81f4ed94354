'use client'
import type { ReactNode } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { SCREENS } from './screens'

const TABLE_KEYS = [
  [['J', 'K'], 'down, up'],
  [['X'], 'select'],
  [['Enter'], 'open'],
  [['Esc'], 'close, deselect'],
] as const
const EVERYWHERE = [
  [['⌘K', 'Ctrl K'], 'go to anything'],
  [['/'], 'search on this screen'],
  [['?'], 'these keys'],
] as const

/** All keys there are. */
export function Shortcuts({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="md">
      <div className="grid gap-6 sm:grid-cols-2">
        <Group title="Go to">
          {SCREENS.map((screen) => (
            <Row key={screen.href} keys={['G', screen.key.toUpperCase()]} what={screen.name} />
          ))}
        </Group>
        <div className="flex flex-col gap-6">
          <Group title="Everywhere">
            {EVERYWHERE.map(([keys, what]) => (
              <Row key={what} keys={keys} what={what} />
            ))}
          </Group>
          <Group title="In a table">
            {TABLE_KEYS.map(([keys, what]) => (
              <Row key={what} keys={keys} what={what} />
            ))}
          </Group>
        </div>
      </div>
    </Dialog>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-sm text-muted">{title}</h3>
      <dl className="flex flex-col gap-1">{children}</dl>
    </section>
  )
}

function Row({ keys, what }: { keys: readonly string[]; what: string }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <dt>{what}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  )
}
