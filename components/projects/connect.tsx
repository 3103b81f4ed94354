'use client'
import { useSets } from '@/components/assignments/use-assignments'
import { Code } from '@/components/ui/code'
import { Panel } from '@/components/ui/panel'
import { connectSnippets } from './connect-snippets'
import { useOrigin } from './use-origin'

/** Snippets that work when pasted: the worker, one HTTP call, the library. */
export function Connect({ project }: { project: string }) {
  const { sets } = useSets()
  const origin = useOrigin()
  const own = sets.get(project)?.assignments ?? []
  const typeOf = (role: 'producer' | 'consumer') => own.find((entry) => entry.role === role)?.type
  return (
    <div className="grid content-start gap-3.5 overflow-y-auto p-4 sm:p-5 xl:grid-cols-2">
      {connectSnippets(origin, project, typeOf('producer'), typeOf('consumer')).map((snippet) => (
        <Panel key={snippet.title} title={snippet.title} padded className="self-start">
          <p className="mb-2 text-muted">{snippet.text}</p>
          <Code label={`${snippet.title}: code`}>{snippet.code}</Code>
        </Panel>
      ))}
    </div>
  )
}
