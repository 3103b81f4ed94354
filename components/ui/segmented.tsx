'use client'
import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'
import { cx } from './cx'

interface SegmentedProps<V extends string> {
  /** What is switched, for screen readers: "Lens", "Range". */
  label: string
  value: V
  onValueChange: (value: V) => void
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[]
  /** Fills the width, each part equal. */
  stretch?: boolean
}

/** A lens switch: the same data, seen another way; exactly one is on. */
export function Segmented<V extends string>({
  label,
  value,
  onValueChange,
  options,
  stretch,
}: SegmentedProps<V>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => next[0] !== undefined && onValueChange(next[0] as V)}
      className={cx(
        'inline-flex h-7 shrink-0 divide-x divide-line overflow-hidden rounded-md border border-line bg-panel',
        stretch && 'flex w-full',
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={cx(
            'cursor-pointer px-2.5 text-sm whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 data-pressed:bg-sunk data-pressed:font-semibold data-pressed:text-text data-disabled:cursor-not-allowed data-disabled:opacity-50',
            stretch && 'flex-1',
          )}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
