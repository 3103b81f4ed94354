import type { Metadata } from 'next'
import { ReplaysScreen } from '@/components/replays/replays-screen'

export const metadata: Metadata = { title: 'Replays' }

export default function ReplaysPage() {
  return <ReplaysScreen />
}
