import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'

/** A secret that is not shown again, with a copy button. */
export function ShownOnce({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1 rounded-md border border-line-strong bg-sunk py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-sm break-all select-all">{text}</code>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </div>
      <p className="text-pretty text-muted">{children}</p>
    </div>
  )
}
