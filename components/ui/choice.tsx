'use client'
import { Combobox as Base } from '@base-ui/react/combobox'
import Check from 'lucide-react/icons/check'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { inputClass } from './input-class'
import { itemClass, popupClass } from './popup-class'

export interface ChoiceOption {
  readonly value: string
  readonly label: string
  /** What it is for; searched too. */
  readonly hint: string
  readonly icon?: ReactNode
}

interface ChoiceProps {
  value: ChoiceOption
  onValueChange: (option: ChoiceOption) => void
  options: readonly ChoiceOption[]
  /** Said when nothing matches what was typed. */
  empty?: string
}

/** Every word that was typed stands somewhere in the option. */
function matches({ value, label, hint }: ChoiceOption, query: string): boolean {
  const text = `${value} ${label} ${hint}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Choose one of several things that need a sentence each; typing searches name and sentence. Stands in a `Field`. */
export function Choice({ value, onValueChange, options, empty = 'Nothing matches' }: ChoiceProps) {
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      isItemEqualToValue={(one, other) => one.value === other.value}
      filter={matches}
      autoHighlight
    >
      <Base.Input
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className={cx(inputClass, 'h-8')}
      />
      <Base.Portal role="region" aria-label="Choices">
        <Base.Positioner sideOffset={4} className="z-50 outline-hidden">
          <Base.Popup
            data-overlay
            className={cx(
              popupClass,
              'max-h-[min(22rem,var(--available-height))] w-(--anchor-width) overflow-y-auto',
            )}
          >
            <Base.Empty className="px-2 py-1 text-muted empty:hidden">{empty}</Base.Empty>
            <Base.List>
              {(option: ChoiceOption) => (
                <Base.Item key={option.value} value={option} className={itemClass}>
                  {option.icon && <span className="shrink-0 text-muted">{option.icon}</span>}
                  <span className="min-w-0 flex-1">
                    {option.label}
                    <span className="block text-xs text-muted">{option.hint}</span>
                  </span>
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-accent" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
