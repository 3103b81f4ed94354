'use client'
import { useCommandKey } from '@/components/shell/command-key'
import { Kbd } from '@/components/ui/kbd'

/** The key that applies or publishes, as it is called on this machine. */
export function ApplyKey() {
  return <Kbd>{useCommandKey()} ↵</Kbd>
}
