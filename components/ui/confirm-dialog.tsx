'use client'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field } from './field'
import { FormError } from './form-error'
import { Input } from './input'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question, with the thing's name: "Pause email.send?" */
  title: ReactNode
  /** One sentence each, with figures: "16 workers in 2 projects stop taking tasks." */
  touches: readonly ReactNode[]
  /** The verb: "Pause". Never "OK". */
  confirmLabel: string
  /** What closes it without doing anything: "Cancel", unless that is what is asked about. */
  dismissLabel?: string
  tone?: 'primary' | 'danger'
  /** What must be typed out first, for what cannot be undone. */
  typed?: string
  /** Closes when it resolves; what it throws is shown in the dialog. */
  onConfirm: () => Promise<unknown> | unknown
  /** More fields, such as a reason. */
  children?: ReactNode
  disabled?: boolean
}

/** Says what an action will touch before it is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    touches,
    confirmLabel,
    dismissLabel = 'Cancel',
    tone = 'primary',
    typed,
    onConfirm,
    children,
  } = props
  const [text, setText] = useState('')
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (open) return
    setText('')
    setError(null)
  }, [open])

  async function confirm() {
    setPending(true)
    setError(null)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (cause) {
      setError(cause)
    } finally {
      setPending(false)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      actions={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {dismissLabel}
          </Button>
          <Button
            variant={tone}
            pending={pending}
            disabled={props.disabled || (typed !== undefined && text !== typed)}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {touches.length > 0 && (
          <ul className="flex list-none flex-col gap-1">
            {touches.map((touch, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no identity of their own
              <li key={index}>{touch}</li>
            ))}
          </ul>
        )}
        {children}
        {typed !== undefined && (
          <Field
            label={
              <>
                Type <span className="font-mono text-text">{typed}</span> to confirm
              </>
            }
          >
            <Input mono value={text} onValueChange={setText} autoComplete="off" spellCheck={false} />
          </Field>
        )}
        <FormError error={error} />
      </div>
    </Dialog>
  )
}
