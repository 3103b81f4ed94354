import type { Metadata } from 'next'
import { FailureScreen } from '@/components/failures/failure-screen'

export const metadata: Metadata = { title: 'Failure' }

interface Props {
  params: Promise<{ id: string }>
}

export default async function FailurePage({ params }: Props) {
  return <FailureScreen id={decodeURIComponent((await params).id)} />
}
