import type { Metadata } from 'next'
import { DesignPage } from '@/components/design/design-page'

export const metadata: Metadata = { title: 'Design' }

export default function Design() {
  return <DesignPage />
}
