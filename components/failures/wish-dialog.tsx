'use client'
import { ArchiveDialog } from './archive-dialog'
import { ReplayDialog } from './replay-dialog'
import type { Wish } from './wish'

interface WishDialogProps {
  wish: Wish
  onClose: () => void
  onDone: (wish: Wish) => void
}

/** Says what is about to be touched, and does it. */
export function WishDialog(props: WishDialogProps) {
  return props.wish.verb === 'replay' ? <ReplayDialog {...props} /> : <ArchiveDialog {...props} />
}
