/** Toasts on their way to the screen: they wait until what shows them is loaded. */
export interface ToastOptions {
  /** What was done, with figures: "16 workers paused". */
  title: string
  description?: string
  /** Undo, or a way to see the effect. */
  action?: { label: string; onClick: () => void }
  tone?: 'neutral' | 'danger'
}

type Deliver = (toast: ToastOptions) => void

const waiting: ToastOptions[] = []
const listeners = new Set<() => void>()
let deliver: Deliver | null = null

export function sendToast(toast: ToastOptions): void {
  if (deliver) deliver(toast)
  else waiting.push(toast)
  for (const tell of listeners) tell()
}

/** Hands over what waits and what comes; returns how to stop. */
export function receiveToasts(receiver: Deliver): () => void {
  deliver = receiver
  for (const toast of waiting.splice(0)) receiver(toast)
  return () => {
    deliver = null
  }
}

export const anyToast = () => waiting.length > 0 || deliver !== null

export function whenToasted(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
