'use client'
import { lazy, Suspense, useState } from 'react'
import type { DialogProps } from './dialog-window'

// Screens are read far more often than their dialogs are opened: the code of a dialog comes with its first use.
const DialogWindow = lazy(() =>
  import('./dialog-window').then((module) => ({ default: module.DialogWindow })),
)

/** A modal: focus stays inside, Escape closes, focus returns. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <DialogWindow {...props} />
    </Suspense>
  )
}
