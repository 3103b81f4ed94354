import type { ReactNode } from 'react'

export interface Series {
  name: string
  /** One for each time; null is unknown and leaves a gap. */
  values: readonly (number | null)[]
  tone?: 'neutral' | 'accent' | 'clear' | 'caution' | 'danger'
  /** Fills down to the ground. */
  area?: boolean
}

export interface Annotation {
  at: number
  label: string
}

export interface TimeChartProps {
  title: string
  /** ms, ascending. */
  times: readonly number[]
  series: readonly Series[]
  annotations?: readonly Annotation[]
  /** Writes a value: `compactNumber` unless given. */
  format?: (value: number) => string
  unit?: string
  /** At the right of the title while nothing is pointed at. */
  summary?: ReactNode
  /** px of the plot */
  height?: number
}

export const TONES = {
  neutral: 'text-unknown',
  accent: 'text-accent',
  clear: 'text-clear',
  caution: 'text-caution',
  danger: 'text-danger',
}
