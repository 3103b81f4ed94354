import type { Metadata } from 'next'
import { ReplayScreen } from '@/components/replays/replay-screen'

interface Props {
  params: Promise<{ replay: string }>
}

export const metadata: Metadata = { title: 'Replay' }

export default async function Page({ params }: Props) {
  return <ReplayScreen id={decodeURIComponent((await params).replay)} />
}
