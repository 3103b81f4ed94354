import { cx } from './cx'

/** Stands where something will be; give it the size of that thing. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('block rounded-sm bg-sunk motion-safe:animate-pulse', className ?? 'h-3.5 w-24')}
    />
  )
}
