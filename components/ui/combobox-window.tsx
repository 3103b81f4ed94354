'use client'
import { Combobox as Base } from '@base-ui/react/combobox'
import Check from 'lucide-react/icons/check'
import { cx } from './cx'
import { inputClass } from './input-class'
import { itemClass, popupClass } from './popup-class'

export interface ComboboxProps {
  value: string | null
  onValueChange: (value: string) => void
  items: readonly string[]
  placeholder?: string
  /** Said when nothing matches what was typed. */
  empty?: string
  /** Needed only outside a `Field`. */
  label?: string
  disabled?: boolean
  autoFocus?: boolean
  /** What has been typed before the list was there. */
  typed?: string
  className?: string
}

/** More are a list to scroll, not to choose from: typing narrows it. */
const MOST_SHOWN = 100

/** The combobox itself, for what is loaded with its first use already; elsewhere `Combobox`. */
export function ComboboxWindow(props: ComboboxProps) {
  const { value, onValueChange, items, placeholder, empty = 'Nothing has this name', label, typed } = props
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      limit={MOST_SHOWN}
      autoHighlight
      disabled={props.disabled}
      // Undefined leaves the input to show the value.
      defaultInputValue={typed}
      defaultOpen={typed !== undefined}
    >
      <Base.Input
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        autoFocus={props.autoFocus}
        spellCheck={false}
        className={cx(inputClass, 'h-8 font-mono text-sm', props.className)}
      />
      <Base.Portal role="region" aria-label="Choices">
        <Base.Positioner sideOffset={4} className="z-50 outline-hidden">
          <Base.Popup
            data-overlay
            className={cx(
              popupClass,
              'max-h-[min(20rem,var(--available-height))] w-(--anchor-width) overflow-y-auto',
            )}
          >
            <Base.Empty className="px-2 py-1 text-muted empty:hidden">{empty}</Base.Empty>
            <Base.List aria-label={label}>
              {(item: string) => (
                <Base.Item key={item} value={item} className={cx(itemClass, 'font-mono text-sm')}>
                  <span className="min-w-0 flex-1 truncate">{item}</span>
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
