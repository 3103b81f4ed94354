'use client'
import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Needed only outside a `Field`. */
  label?: string
  name?: string
  disabled?: boolean
}

/** On or off, at once. For a choice that is saved later use `Checkbox`. */
export function Switch({ checked, onCheckedChange, label, name, disabled }: SwitchProps) {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={onCheckedChange}
      aria-label={label}
      name={name}
      disabled={disabled}
      className="relative flex h-5 w-9 shrink-0 items-center cursor-pointer rounded-full border border-line-strong bg-sunk transition-colors duration-100 data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-50"
    >
      <Base.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-muted transition-transform duration-100 data-checked:translate-x-[1.125rem] data-checked:bg-on-accent" />
    </Base.Root>
  )
}
