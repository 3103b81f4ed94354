import type { Metadata } from 'next'
import { PublishScreen } from '@/components/publish/publish-screen'

export const metadata: Metadata = { title: 'Publish' }

export default function Page() {
  return <PublishScreen />
}
