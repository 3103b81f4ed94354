import { type ReactNode, useId } from 'react'
import { cx } from './cx'

interface PanelProps {
  title?: ReactNode
  /** Quiet, beside the title: a count, what is shown of how much. */
  note?: ReactNode
  actions?: ReactNode
  /** Pads the content; leave out for tables and lists that draw their own lines. */
  padded?: boolean
  className?: string
  children: ReactNode
}

/** A box with a hairline; the only container there is. */
export function Panel({ title, note, actions, padded, className, children }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('flex min-w-0 flex-col overflow-clip rounded-lg border border-line bg-panel', className)}
    >
      {title && (
        <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3.5 py-1.5">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {note && <span className="text-sm text-muted">{note}</span>}
          {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
        </header>
      )}
      {padded ? <div className="p-3.5">{children}</div> : children}
    </section>
  )
}
