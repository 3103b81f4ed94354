'use client'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useEvents } from '@/components/api/use-events'
import { Toaster } from '@/components/ui/toast'
import { Keyboard } from './keyboard'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

const never = () => () => undefined

/** The frame of the console: navigation, connection, account, keys; the screen in the middle. */
export function Shell({ children }: { children: ReactNode }) {
  useEvents()
  // A screen is made of live data and of the address; rendered ahead it could only be wrong.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#screen"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent"
      >
        Skip to the screen
      </a>
      <Keyboard>
        <Sidebar />
        <TopBar />
        <main id="screen" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-hidden">
          {inBrowser && children}
        </main>
      </Keyboard>
      <Toaster />
    </div>
  )
}
