import type { ReactNode } from 'react'

export interface DrawerProps {
  /** Keep it in the URL (nuqs), so that it survives reload and can be shared. */
  open: boolean
  onClose: () => void
  title: ReactNode
  /** Its name for screen readers when `title` is more than text. */
  label?: string
  /** Beside the title: a badge, an age. */
  aside?: ReactNode
  /** Stays at the bottom: the actions. */
  footer?: ReactNode
  /** rem */
  width?: number
  /** A media query: where it holds, the drawer covers the screen; a narrow screen unless given. */
  coversAt?: string
  children: ReactNode
}
