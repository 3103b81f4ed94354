'use client'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { anyToast, sendToast, whenToasted } from './toast-queue'

const ToastList = lazy(() => import('./toast-list').then((module) => ({ default: module.ToastList })))

/** Says what was done. An error belongs where it happened; use a toast only when that place is gone. */
export const toast = sendToast

/** Where toasts appear, from the first one on. Mounted once. */
export function Toaster() {
  const wanted = useSyncExternalStore(whenToasted, anyToast, () => false)
  return wanted ? (
    <Suspense>
      <ToastList />
    </Suspense>
  ) : null
}
