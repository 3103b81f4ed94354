'use client'
import { Field as Base } from '@base-ui/react/field'
import { type ReactNode, useId, useMemo } from 'react'
import { cx } from './cx'
import { FieldIdsContext } from './field-ids'

interface FieldProps {
  label: ReactNode
  /** What to enter, where it is used. */
  description?: ReactNode
  /** What is wrong with it and what was expected; marks the control invalid. */
  error?: ReactNode
  /** Beside the label, for example "optional" or a small action. */
  aside?: ReactNode
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  className?: string
  /** One control: Input, Textarea, Select, Switch, Checkbox. */
  children: ReactNode
}

/** A control with its label, description and error, tied together for screen readers. */
export function Field({ label, description, error, aside, hideLabel, className, children }: FieldProps) {
  const id = useId()
  const invalid = Boolean(error)
  const described = [description && `${id}-description`, invalid && `${id}-error`].filter(Boolean).join(' ')
  const ids = useMemo(
    () => ({ label: `${id}-label`, described: described || undefined, invalid }),
    [id, described, invalid],
  )
  return (
    <Base.Root invalid={invalid} className={cx('flex min-w-0 flex-col gap-1', className)}>
      <div className={cx('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
        <Base.Label id={ids.label} className="text-sm text-muted">
          {label}
        </Base.Label>
        {aside && <span className="text-xs text-muted">{aside}</span>}
      </div>
      <FieldIdsContext value={ids}>{children}</FieldIdsContext>
      {description && (
        <Base.Description id={`${id}-description`} className="text-xs text-muted">
          {description}
        </Base.Description>
      )}
      <Base.Error id={`${id}-error`} match={invalid} className="text-sm text-danger">
        {error}
      </Base.Error>
    </Base.Root>
  )
}
