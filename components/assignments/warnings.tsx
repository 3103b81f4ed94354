import type { Schemas } from '@/components/api/client'
import { cx } from '@/components/ui/cx'
import { Signal } from '@/components/ui/signal'

const looks = {
  danger: 'border-danger bg-danger-soft',
  caution: 'border-caution bg-caution-soft',
}

/** What speaks against the edits, worst first. */
export function Warnings({ warnings }: { warnings: readonly Schemas['Warning'][] }) {
  if (warnings.length === 0) return null
  const sorted = [...warnings].sort((a, b) => Number(a.level === 'caution') - Number(b.level === 'caution'))
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-2">
      {sorted.map((warning) => (
        <li
          key={`${warning.code} ${warning.project} ${warning.type}`}
          className={cx('flex gap-2.5 rounded-md border px-3 py-2', looks[warning.level])}
        >
          <Signal state={warning.level} className="mt-1" />
          <span className="min-w-0 break-words">{warning.message}</span>
        </li>
      ))}
    </ul>
  )
}
