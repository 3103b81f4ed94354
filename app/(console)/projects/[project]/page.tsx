import type { Metadata } from 'next'
import { ProjectScreen } from '@/components/projects/project-screen'

interface Props {
  params: Promise<{ project: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).project) }
}

export default async function Page({ params }: Props) {
  return <ProjectScreen project={decodeURIComponent((await params).project)} />
}
