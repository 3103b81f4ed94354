import type { Metadata } from 'next'
import { InstancesScreen } from '@/components/instances/instances-screen'

export const metadata: Metadata = { title: 'Instances' }

export default function Page() {
  return <InstancesScreen />
}
