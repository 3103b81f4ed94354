'use client'
import Plus from 'lucide-react/icons/plus'
import { useProjects } from '@/components/projects/use-projects'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { Select } from '@/components/ui/select'
import { SIGNAL_LABELS } from '@/components/ui/signal'
import { HEALTHS, type QueuesView } from './use-queues-view'
import { useBackends } from './use-task-types'

const ANY = ''
const any = (label: string) => ({ value: ANY, label })

export function QueuesHeader({
  view,
  setView,
  onNew,
}: Pick<QueuesView, 'view' | 'setView'> & { onNew: () => void }) {
  const backends = useBackends()
  const projects = useProjects()
  const named = (items: readonly { name: string }[] | undefined) =>
    (items ?? []).map((item) => ({ value: item.name, label: item.name }))
  return (
    <PageHeader
      title="Queues"
      filters={
        <>
          <Input
            size="sm"
            mono
            className="w-36 sm:w-44"
            aria-label="Filter by the beginning of the name"
            placeholder="begins with email."
            value={view.prefix}
            onValueChange={(prefix) => void setView({ prefix: prefix || null })}
          />
          <Select
            size="sm"
            className="w-32"
            label="Health"
            value={view.health ?? ANY}
            options={[
              any('Health: any'),
              ...HEALTHS.map((state) => ({ value: state, label: SIGNAL_LABELS[state] })),
            ]}
            onValueChange={(health) =>
              void setView({ health: HEALTHS.find((state) => state === health) ?? null })
            }
          />
          <Select
            size="sm"
            className="w-36"
            label="Backend"
            value={view.backend}
            options={[any('Backend: any'), ...named(backends.data)]}
            onValueChange={(backend) => void setView({ backend: backend || null })}
          />
          <Select
            size="sm"
            className="w-36"
            label="Project"
            value={view.project}
            options={[any('Project: any'), ...named(projects.data)]}
            onValueChange={(project) => void setView({ project: project || null })}
          />
        </>
      }
      actions={
        <Button size="sm" icon={<Plus aria-hidden className="size-3.5" />} onClick={onNew}>
          New task type
        </Button>
      }
    />
  )
}
