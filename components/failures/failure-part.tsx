import type { ReactNode } from 'react'

/** A part of a failure under its heading. */
export function Part({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="flex items-baseline justify-between text-sm text-muted">
        <span>{title}</span>
        {note}
      </h3>
      {children}
    </section>
  )
}
