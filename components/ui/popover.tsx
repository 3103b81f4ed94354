'use client'
import { lazy } from 'react'
import { LazyTrigger } from './lazy-trigger'
import type { PopoverProps } from './popover-window'

const load = () => import('./popover-window')
const PopoverWindow = lazy(() => load().then((module) => ({ default: module.PopoverWindow })))

/** More about a thing, or a small form, without leaving the place. */
export function Popover(props: PopoverProps) {
  return (
    <LazyTrigger trigger={props.trigger} opens="dialog" load={load}>
      <PopoverWindow {...props} />
    </LazyTrigger>
  )
}
