'use client'
import { Toast as Base } from '@base-ui/react/toast'
import X from 'lucide-react/icons/x'
import { useEffect } from 'react'
import { Signal } from './signal'
import { receiveToasts, type ToastOptions } from './toast-queue'

const manager = Base.createToastManager()

function show({ title, description, action, tone = 'neutral' }: ToastOptions): void {
  const id: string = manager.add({
    title,
    description,
    type: tone,
    priority: tone === 'danger' ? 'high' : 'low',
    timeout: action || tone === 'danger' ? 12_000 : 6_000,
    actionProps: action && {
      children: action.label,
      onClick: () => {
        action.onClick()
        manager.close(id)
      },
    },
  })
}

/** Shows toasts in the lower corner, with what they offer. */
export function ToastList() {
  useEffect(() => receiveToasts(show), [])
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] flex-col gap-2 sm:w-96">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const { toasts } = Base.useToastManager()
  return toasts.map((entry) => (
    <Base.Root
      key={entry.id}
      toast={entry}
      swipeDirection="right"
      className="rounded-lg border border-line-strong bg-panel shadow-float transition-[opacity,transform] duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3">
        {entry.type === 'danger' && <Signal state="danger" label="Error" className="mt-1" />}
        <div className="min-w-0 flex-1">
          <Base.Title className="font-semibold" />
          <Base.Description className="text-muted" />
        </div>
        {entry.actionProps && (
          <Base.Action className="h-7 cursor-pointer rounded-md border border-line-strong px-2.5 text-sm font-medium hover:bg-sunk" />
        )}
        <Base.Close
          aria-label="Dismiss"
          className="flex size-7 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunk"
        >
          <X aria-hidden className="size-3.5" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
