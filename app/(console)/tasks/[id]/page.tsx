import type { Metadata } from 'next'
import { TaskScreen } from '@/components/tasks/task-screen'

export const metadata: Metadata = { title: 'Task' }

interface Props {
  params: Promise<{ id: string }>
}

export default async function TaskPage({ params }: Props) {
  return <TaskScreen id={decodeURIComponent((await params).id)} />
}
