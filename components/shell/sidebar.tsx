'use client'
import { AccountMenu } from './account-menu'
import { Mark } from './brand'
import { ConnectionState } from './connection-state'
import { Environment } from './environment'
import { Navigation } from './navigation'
import { PaletteButton } from './palette-button'

/** Wide screens: everything the shell has, at the left. */
export function Sidebar() {
  return (
    <header className="hidden w-52 shrink-0 flex-col border-r border-line md:flex">
      <div className="flex h-12 items-center gap-2.5 px-4.5">
        <Mark />
        <span className="text-lg font-semibold tracking-tight">Signalbox</span>
      </div>
      <div className="flex flex-col gap-2 px-2.5 pb-3">
        <Environment />
        <PaletteButton />
      </div>
      <Navigation />
      <div className="mt-auto flex flex-col gap-2 p-2.5">
        <AccountMenu />
        <div className="flex items-center justify-between px-2 pb-1">
          <ConnectionState />
        </div>
      </div>
    </header>
  )
}
