'use client'
import { Dialog } from '@base-ui/react/dialog'
import X from 'lucide-react/icons/x'
import { backdropClass } from '@/components/ui/popup-class'
import { AccountMenu } from './account-menu'
import { Environment } from './environment'
import { Navigation } from './navigation'
import { PaletteButton } from './palette-button'

interface ScreenMenuProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** On a narrow screen: what the sidebar holds, as a panel over the right side. */
export function ScreenMenu({ open, onOpenChange }: ScreenMenuProps) {
  const close = () => onOpenChange(false)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup
          data-overlay
          className="fixed inset-y-0 right-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-l border-line bg-ground outline-hidden transition-transform duration-150 data-ending-style:translate-x-full data-starting-style:translate-x-full"
        >
          <div className="flex h-12 shrink-0 items-center justify-between pr-1.5 pl-4.5">
            <Dialog.Title className="font-semibold">Menu</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="flex size-9 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunk hover:text-text"
            >
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <div className="flex flex-col gap-2 px-2.5 pb-3">
            <Environment />
            <PaletteButton onOpen={close} />
          </div>
          <Navigation onNavigate={close} />
          <div className="mt-auto p-2.5">
            <AccountMenu />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
