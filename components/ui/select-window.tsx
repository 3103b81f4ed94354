'use client'
import { Select as Base } from '@base-ui/react/select'
import Check from 'lucide-react/icons/check'
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { itemClass, popupClass } from './popup-class'
import { selectTriggerClass } from './select-trigger-class'

export interface SelectOption<V extends string = string> {
  value: V
  label: ReactNode
  /** A second, quieter line. */
  hint?: ReactNode
  disabled?: boolean
}

export interface SelectProps<V extends string> {
  value: V | null
  onValueChange: (value: V) => void
  options: readonly SelectOption<V>[]
  placeholder?: string
  /** Needed only outside a `Field`. */
  label?: string
  mono?: boolean
  size?: 'sm' | 'md'
  disabled?: boolean
  className?: string
}

/** The select itself, open at once: it is loaded when its trigger is first pressed. */
export function SelectWindow<V extends string>(props: SelectProps<V>) {
  const { value, onValueChange, options, placeholder = 'Choose…', label, mono } = props
  return (
    <Base.Root
      defaultOpen
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as V)}
      disabled={props.disabled}
    >
      <Base.Trigger aria-label={label} className={selectTriggerClass(props)}>
        <Base.Value placeholder={<span className="text-muted">{placeholder}</span>} />
        <Base.Icon className="text-muted">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal role="region" aria-label="Choices">
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-hidden">
          <Base.Popup
            data-overlay
            className={cx(
              popupClass,
              'max-h-[min(22rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto',
            )}
          >
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cx(itemClass, mono && 'font-mono text-sm')}
              >
                <Base.ItemText className="min-w-0 flex-1">
                  {option.label}
                  {option.hint && <span className="block font-sans text-xs text-muted">{option.hint}</span>}
                </Base.ItemText>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-3.5 text-accent" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
