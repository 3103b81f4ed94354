import { CopyButton } from './copy-button'
import { cx } from './cx'

interface CodeProps {
  children: string
  /** What it is, for screen readers: "Configuration as JSON". */
  label: string
  copy?: boolean
  className?: string
}

/** A block of code that scrolls by itself and can be copied. */
export function Code({ children, label, copy = true, className }: CodeProps) {
  return (
    <div className={cx('relative min-w-0 rounded-md border border-line bg-sunk', className)}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto px-3 py-2 pr-10"
      >
        <pre className="font-mono text-sm leading-5">{children}</pre>
      </section>
      {copy && (
        <span className="absolute top-1 right-1">
          <CopyButton text={children} label={`Copy: ${label}`} />
        </span>
      )}
    </div>
  )
}
