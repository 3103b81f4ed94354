import LoaderCircle from 'lucide-react/icons/loader-circle'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

const base =
  'relative inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50'
const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border-line-strong bg-panel text-text hover:bg-sunk',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-sunk hover:text-text',
  danger: 'border-line-strong bg-panel text-danger hover:border-danger hover:bg-danger-soft',
}
const sizes = { sm: 'h-7 px-2.5 text-sm', md: 'h-8 px-3 text-base' }

/** The look of a button, for a link that acts like one (`<Link className={buttonClass()}>`). */
export function buttonClass(variant: ButtonVariant = 'secondary', size: 'sm' | 'md' = 'md'): string {
  return cx(base, variants[variant], sizes[size])
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant
  size?: 'sm' | 'md'
  /** Work is under way: keeps focus, shows a turning mark, ignores clicks. */
  pending?: boolean
  disabled?: boolean
  icon?: ReactNode
}

/** One action. At most one `primary` per screen; `danger` for what cannot be taken back. */
export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(buttonClass(variant, size), className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending ? <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> : icon}
      {children}
    </button>
  )
}
