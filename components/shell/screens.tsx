import Activity from 'lucide-react/icons/activity'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Clock from 'lucide-react/icons/clock-3'
import LayoutGrid from 'lucide-react/icons/layout-grid'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Send from 'lucide-react/icons/send'
import Server from 'lucide-react/icons/server'
import Settings from 'lucide-react/icons/settings'
import type { ComponentType } from 'react'
import { Points, QueueLines } from './brand'

export interface ConsoleScreen {
  href: string
  name: string
  /** After `g`. */
  key: string
  icon: ComponentType<{ className?: string }>
}

/** Every screen of the console, in the order of the sidebar. */
export const SCREENS: readonly ConsoleScreen[] = [
  { href: '/overview', name: 'Overview', key: 'o', icon: Activity },
  { href: '/queues', name: 'Queues', key: 'q', icon: QueueLines },
  { href: '/assignments', name: 'Assignments', key: 'a', icon: Points },
  { href: '/projects', name: 'Projects', key: 'p', icon: LayoutGrid },
  { href: '/failures', name: 'Failures', key: 'f', icon: CircleAlert },
  { href: '/replays', name: 'Replays', key: 'r', icon: RotateCcw },
  { href: '/instances', name: 'Instances', key: 'i', icon: Server },
  { href: '/publish', name: 'Publish', key: 'u', icon: Send },
  { href: '/activity', name: 'Activity', key: 'c', icon: Clock },
  { href: '/settings', name: 'Settings', key: 's', icon: Settings },
]
