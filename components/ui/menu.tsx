'use client'
import { lazy } from 'react'
import { LazyTrigger } from './lazy-trigger'
import type { MenuProps } from './menu-window'

const load = () => import('./menu-window')
const MenuWindow = lazy(() => load().then((module) => ({ default: module.MenuWindow })))

/** Actions on one thing, behind a button. */
export function Menu(props: MenuProps) {
  return (
    <LazyTrigger trigger={props.trigger} opens="menu" load={load}>
      <MenuWindow {...props} />
    </LazyTrigger>
  )
}
