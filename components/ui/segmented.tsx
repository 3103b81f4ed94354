'use client'
import type { KeyboardEvent, ReactNode } from 'react'
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

/** Left and right move the focus along, as in any group of buttons. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
  const at = buttons.indexOf(event.target as HTMLButtonElement)
  buttons.at((at + step) % buttons.length)?.focus()
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
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one box of buttons
    <div
      role="group"
      aria-label={label}
      onKeyDown={moveFocus}
      className={cx(
        'inline-flex h-7 shrink-0 divide-x divide-line overflow-hidden rounded-md border border-line bg-panel',
        stretch && 'flex w-full',
      )}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          disabled={option.disabled}
          onClick={() => option.value !== value && onValueChange(option.value)}
          className={cx(
            'cursor-pointer px-2.5 text-sm whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-sunk aria-pressed:font-semibold aria-pressed:text-text disabled:cursor-not-allowed disabled:opacity-50',
            stretch && 'flex-1',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
