'use client'
import { Checkbox as Base } from '@base-ui/react/checkbox'
import Check from 'lucide-react/icons/check'
import Minus from 'lucide-react/icons/minus'
import type { ReactNode } from 'react'

interface CheckboxProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Shown beside the box. Without it give `name` of the thing as `ariaLabel`. */
  label?: ReactNode
  ariaLabel?: string
  /** Some of many are checked. */
  indeterminate?: boolean
  name?: string
  disabled?: boolean
}

/** One of several that may be chosen together. */
export function Checkbox({ label, ariaLabel, indeterminate, ...rest }: CheckboxProps) {
  const box = (
    <Base.Root
      {...rest}
      indeterminate={indeterminate}
      aria-label={ariaLabel}
      className="flex size-4 shrink-0 cursor-pointer items-center justify-center rounded-[4px] border border-line-strong bg-panel hover:border-faint data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-50"
    >
      <Base.Indicator className="text-on-accent data-unchecked:hidden [&_svg]:size-3">
        {indeterminate ? <Minus aria-hidden /> : <Check aria-hidden />}
      </Base.Indicator>
    </Base.Root>
  )
  if (!label) return box
  // The box renders a labelable input inside, so wrapping it names it.
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's checkbox inside carries the input
    <label className="flex cursor-pointer items-center gap-2 text-base">
      {box}
      <span>{label}</span>
    </label>
  )
}
