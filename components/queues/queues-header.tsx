'use client'
import Plus from 'lucide-react/icons/plus'
import { useProjects } from '@/components/projects/use-projects'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { Select } from '@/components/ui/select'
import { SIGNAL_LABELS } from '@/components/ui/signal'
import { HEALTHS, type QueuesView } from './use-queues-view'
import { useBackends } from './use-task-types'

/** Choosing it takes the filter away; an empty value would read as nothing chosen. */
const ANY = 'any'
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
          <div className="w-36 sm:w-44">
            <Input
              size="sm"
              mono
              aria-label="Filter by the beginning of the name"
              placeholder="begins with email."
              value={view.prefix}
              onValueChange={(prefix) => void setView({ prefix: prefix || null })}
            />
          </div>
          <div className="w-36">
            <Select
              size="sm"
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
          </div>
          <div className="w-36">
            <Select
              size="sm"
              label="Backend"
              value={view.backend || ANY}
              options={[any('Backend: any'), ...named(backends.data)]}
              onValueChange={(backend) => void setView({ backend: backend === ANY ? null : backend })}
            />
          </div>
          <div className="w-36">
            <Select
              size="sm"
              label="Project"
              value={view.project || ANY}
              options={[any('Project: any'), ...named(projects.data)]}
              onValueChange={(project) => void setView({ project: project === ANY ? null : project })}
            />
          </div>
          <Checkbox
            label="With dead tasks"
            checked={view.dead}
            onCheckedChange={(dead) => void setView({ dead: dead || null })}
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
