'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Where this console is reached, and so the API; empty while rendering on the server. */
export const useOrigin = () =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
