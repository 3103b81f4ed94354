'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** "⌘" on Apple's keyboards, "Ctrl " elsewhere. */
export function useCommandKey(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘' : 'Ctrl '),
    () => '⌘',
  )
}
