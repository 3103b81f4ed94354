import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

interface IconButtonProps extends ComponentProps<'button'> {
  /** Said by screen readers and shown on hover. */
  label: string
  /** A 16 px icon. */
  icon: ReactNode
  size?: 'sm' | 'md'
}

/** A button that is only an icon; its name is never left out. */
export function IconButton({
  label,
  icon,
  size = 'md',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tip={label}
      className={cx(
        'inline-flex shrink-0 cursor-pointer items-center justify-center rounded-md border border-transparent text-muted transition-colors duration-100 hover:bg-sunk hover:text-text disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4',
        size === 'sm' ? 'size-7' : 'size-8',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  )
}
