'use client'
import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { inputClass } from './input-class'

interface TextareaProps extends ComponentProps<'textarea'> {
  /** JSON, patterns, code: set in Geist Mono, without spell checking. */
  mono?: boolean
}

/** Several lines of text. Inside a `Field` it is labelled and described by it. */
export function Textarea({ className, mono, rows = 3, ...rest }: TextareaProps) {
  const box = (
    <textarea
      rows={rows}
      spellCheck={mono ? false : undefined}
      className={cx(inputClass, 'py-1.5 leading-5', mono && 'font-mono text-sm', className)}
      {...rest}
    />
  )
  return <Field.Control render={box} />
}
