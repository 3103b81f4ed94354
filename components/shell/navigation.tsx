'use client'
import { usePathname } from 'next/navigation'
import { DeadCount } from '@/components/failures/dead-count'
import { cx } from '@/components/ui/cx'
import { Link } from '@/components/ui/link'
import { SCREENS } from './screens'

/** The screens; the one that is open is marked. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Screens" className="flex flex-col gap-0.5 px-2.5">
      {SCREENS.map(({ href, name, icon: Icon }) => {
        const current = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <Link
            key={href}
            href={href}
            onClick={onNavigate}
            aria-current={current ? 'page' : undefined}
            className={cx(
              'flex h-8 items-center gap-2.5 rounded-md border px-2 md:h-7.5',
              current
                ? 'border-line bg-panel font-semibold text-text'
                : 'border-transparent text-muted hover:bg-sunk hover:text-text',
            )}
          >
            <Icon className="size-4 shrink-0" />
            {name}
            {href === '/failures' && <DeadCount />}
          </Link>
        )
      })}
    </nav>
  )
}
