'use client'
import MenuIcon from 'lucide-react/icons/menu'
import { lazy, Suspense, useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Mark } from './brand'
import { ConnectionState } from './connection-state'

const ScreenMenu = lazy(() => import('./screen-menu').then((module) => ({ default: module.ScreenMenu })))

/** Narrow screens: a bar with the mark and the connection, and the rest behind a button. */
export function TopBar() {
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <header className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-3 md:hidden">
      <Mark />
      <span className="text-lg font-semibold tracking-tight">Signalbox</span>
      <span className="ml-auto">
        <ConnectionState />
      </span>
      <IconButton
        label="Menu"
        aria-haspopup="dialog"
        aria-expanded={open ?? false}
        icon={<MenuIcon aria-hidden />}
        onClick={() => setOpen(true)}
      />
      {open !== null && (
        <Suspense>
          <ScreenMenu open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </header>
  )
}
