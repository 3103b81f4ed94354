import { cx } from './cx'
import { inputClass } from './input-class'

interface TriggerLook {
  mono?: boolean
  size?: 'sm' | 'md'
  className?: string
}

/** The look of a select that is closed, whether its list is loaded or not. */
export function selectTriggerClass({ mono, size = 'md', className }: TriggerLook): string {
  return cx(
    inputClass,
    'flex cursor-pointer items-center justify-between gap-2 text-left',
    size === 'sm' ? 'h-7' : 'h-8',
    mono && 'font-mono text-sm',
    className,
  )
}
