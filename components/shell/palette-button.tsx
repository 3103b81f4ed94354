'use client'
import Search from 'lucide-react/icons/search'
import { Kbd } from '@/components/ui/kbd'
import { useCommandKey } from './command-key'
import { useKeyboard } from './keyboard'

/** Opens the palette, and teaches its key. */
export function PaletteButton({ onOpen }: { onOpen?: () => void }) {
  const { openPalette } = useKeyboard()
  const command = useCommandKey()
  return (
    <button
      type="button"
      onClick={() => {
        onOpen?.()
        openPalette()
      }}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-md border border-line bg-panel px-2.5 text-left text-muted hover:border-line-strong"
    >
      <Search aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 flex-1 truncate">Queue, project, task…</span>
      <Kbd>{command}K</Kbd>
    </button>
  )
}
