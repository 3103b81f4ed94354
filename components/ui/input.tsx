'use client'
import { Input as BaseInput } from '@base-ui/react/input'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { inputClass } from './input-class'

interface InputProps extends Omit<ComponentProps<typeof BaseInput>, 'className' | 'size'> {
  className?: string
  /** Names, ids, patterns: set in Geist Mono. */
  mono?: boolean
  size?: 'sm' | 'md'
}

/** One line of text. Inside a `Field` it is labelled and described by it. */
export function Input({ className, mono, size = 'md', ...rest }: InputProps) {
  return (
    <BaseInput
      className={cx(inputClass, size === 'sm' ? 'h-7' : 'h-8', mono && 'font-mono text-sm', className)}
      {...rest}
    />
  )
}
