import type { Metadata } from 'next'
import { QueueScreen } from '@/components/queues/queue-screen'

interface Props {
  params: Promise<{ type: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).type) }
}

export default async function Page({ params }: Props) {
  return <QueueScreen type={decodeURIComponent((await params).type)} />
}
