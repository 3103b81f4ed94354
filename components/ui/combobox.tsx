'use client'
import { type ComponentType, useState } from 'react'
import type { ComboboxProps } from './combobox-window'
import { Input } from './input'

const load = () => import('./combobox-window').then((module) => module.ComboboxWindow)

/** Choose one name of many by typing a part of it. Its list is loaded when it gets the focus. */
export function Combobox(props: ComboboxProps) {
  const [Window, setWindow] = useState<ComponentType<ComboboxProps> | null>(null)
  const [text, setText] = useState<string | null>(null)
  if (Window) return <Window {...props} autoFocus typed={text ?? undefined} />
  return (
    <Input
      mono
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-label={props.label}
      autoComplete="off"
      spellCheck={false}
      placeholder={props.placeholder}
      disabled={props.disabled}
      className={props.className}
      value={text ?? props.value ?? ''}
      onValueChange={setText}
      // Without its list it stays an input; the next focus tries again.
      onFocus={() =>
        void load()
          .then((loaded) => setWindow(() => loaded))
          .catch(() => undefined)
      }
    />
  )
}
