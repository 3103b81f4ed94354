import type { ReactNode } from 'react'
import { Mark } from './brand'

interface CenteredProps {
  title: ReactNode
  children: ReactNode
}

/** A page outside the console: sign in, set up, an invitation. A track runs through it to the box. */
export function Centered({ title, children }: CenteredProps) {
  return (
    <main className="relative flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div aria-hidden className="absolute inset-x-0 top-1/2 -mt-px h-0.5 bg-line" />
      <div className="relative w-full max-w-[25rem] rounded-xl border border-line bg-panel">
        <header className="flex items-center gap-2.5 border-b border-line px-6 py-4">
          <Mark className="size-6" />
          <h1 className="text-lg font-semibold">{title}</h1>
        </header>
        <div className="flex flex-col gap-4 px-6 py-5">{children}</div>
      </div>
    </main>
  )
}
