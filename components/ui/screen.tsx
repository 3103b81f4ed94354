import type { ReactNode } from 'react'
import { cx } from './cx'

interface ScreenProps {
  /** A `PageHeader`. */
  header: ReactNode
  /** A `Drawer`, to the right of the content. */
  drawer?: ReactNode
  /** Content scrolls as a whole with margins (panels); without it, it fills the screen (a table). */
  padded?: boolean
  children: ReactNode
}

/** A whole screen: header, content, and a drawer beside it. */
export function Screen({ header, drawer, padded, children }: ScreenProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <div className="flex min-h-0 flex-1">
        <div
          className={cx(
            'relative flex min-h-0 min-w-0 flex-1 flex-col',
            padded ? 'gap-3.5 overflow-y-auto p-4 *:shrink-0 sm:px-5' : 'bg-panel',
          )}
        >
          {children}
        </div>
        {drawer}
      </div>
    </div>
  )
}
