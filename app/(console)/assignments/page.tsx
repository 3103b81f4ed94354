import type { Metadata } from 'next'
import { AssignmentsScreen } from '@/components/assignments/assignments-screen'

export const metadata: Metadata = { title: 'Assignments' }

export default function Page() {
  return <AssignmentsScreen />
}
