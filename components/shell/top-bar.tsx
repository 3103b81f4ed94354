'use client'
import { Dialog } from '@base-ui/react/dialog'
import MenuIcon from 'lucide-react/icons/menu'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import { backdropClass } from '@/components/ui/dialog'
import { AccountMenu } from './account-menu'
import { Mark } from './brand'
import { ConnectionState } from './connection-state'
import { Environment } from './environment'
import { Navigation } from './navigation'
import { PaletteButton } from './palette-button'

const squareClass =
  'flex size-9 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunk hover:text-text'

/** Narrow screens: a bar with the mark and the connection, and the rest behind a button. */
export function TopBar() {
  const [open, setOpen] = useState(false)
  return (
    <header className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-3 md:hidden">
      <Mark />
      <span className="text-lg font-semibold tracking-tight">Signalbox</span>
      <span className="ml-auto">
        <ConnectionState />
      </span>
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger aria-label="Menu" className={squareClass}>
          <MenuIcon aria-hidden className="size-5" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className={backdropClass} />
          <Dialog.Popup className="fixed inset-y-0 right-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-l border-line bg-ground outline-hidden transition-transform duration-150 data-ending-style:translate-x-full data-starting-style:translate-x-full">
            <div className="flex h-12 shrink-0 items-center justify-between pr-1.5 pl-4.5">
              <Dialog.Title className="font-semibold">Menu</Dialog.Title>
              <Dialog.Close aria-label="Close" className={squareClass}>
                <X aria-hidden className="size-5" />
              </Dialog.Close>
            </div>
            <div className="flex flex-col gap-2 px-2.5 pb-3">
              <Environment />
              <PaletteButton />
            </div>
            <Navigation onNavigate={() => setOpen(false)} />
            <div className="mt-auto p-2.5">
              <AccountMenu />
            </div>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  )
}
