'use client'
import { type ReactNode, Suspense } from 'react'
import { Toaster } from '@/components/ui/toast'
import { Keyboard } from './keyboard'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

/** The frame of the console: navigation, connection, account, keys; the screen in the middle. */
export function Shell({ children }: { children: ReactNode }) {
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
          {/* Screens keep their state in the URL, which is not known while the shell is rendered ahead of time. */}
          <Suspense>{children}</Suspense>
        </main>
      </Keyboard>
      <Toaster />
    </div>
  )
}
