'use client'
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import { type KeyboardEvent, lazy, Suspense, useState } from 'react'
import { useFieldIds } from './field-ids'
import { selectTriggerClass } from './select-trigger-class'
import type { SelectProps } from './select-window'

const load = () => import('./select-window')
const SelectWindow = lazy(() => load().then((module) => ({ default: module.SelectWindow }))) as unknown as <
  V extends string,
>(
  props: SelectProps<V>,
) => React.ReactNode

const OPENING_KEYS = ['ArrowDown', 'ArrowUp']

/** Choose one of a known, short list. */
export function Select<V extends string>(props: SelectProps<V>) {
  const [pressed, setPressed] = useState(false)
  const closed = <ClosedSelect {...props} onPress={() => setPressed(true)} />
  if (!pressed) return closed
  return (
    <Suspense fallback={closed}>
      <SelectWindow {...props} />
    </Suspense>
  )
}

/** The trigger alone: most selects are read, not opened, and need no list. */
function ClosedSelect<V extends string>(props: SelectProps<V> & { onPress: () => void }) {
  const { value, options, placeholder = 'Choose…', label, disabled, onPress } = props
  const ids = useFieldIds()
  const chosen = options.find((option) => option.value === value)
  // A failed fetch shows when it is pressed; coming near must not throw.
  const comeNear = () => void load().catch(() => undefined)
  function onKeyDown(event: KeyboardEvent) {
    if (!OPENING_KEYS.includes(event.key)) return
    event.preventDefault()
    onPress()
  }
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-label={label}
      aria-labelledby={label ? undefined : ids?.label}
      aria-describedby={ids?.described}
      aria-invalid={ids?.invalid || undefined}
      disabled={disabled}
      onClick={onPress}
      onKeyDown={onKeyDown}
      onPointerEnter={comeNear}
      onFocus={comeNear}
      className={selectTriggerClass(props)}
    >
      <span>{chosen?.label ?? <span className="text-muted">{placeholder}</span>}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-muted" />
    </button>
  )
}
