'use client'
import Plus from 'lucide-react/icons/plus'
import { useRouter } from 'next/navigation'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { nameFilter } from '@/components/assignments/lens'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Figure } from '@/components/ui/figure'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { NewProjectDialog } from './new-project-dialog'
import { type Project, useProjects } from './use-projects'

/** Every project with what it is assigned and whether its instances run the newest revision. */
export function ProjectsScreen() {
  const [view, setView] = useQueryStates(
    {
      q: parseAsString.withDefault(''),
      sort: parseAsString.withDefault(''),
      descending: parseAsBoolean.withDefault(false),
    },
    { history: 'replace' },
  )
  const [creating, setCreating] = useState(false)
  const query = useProjects()
  const loadError = useLoadError(query)
  const router = useRouter()
  const mayConfigure = useMay('configure')
  const matches = nameFilter(view.q)
  const rows = query.data?.filter((project) => matches(project.name))
  const create = mayConfigure && (
    <Button size="sm" icon={<Plus aria-hidden className="size-3.5" />} onClick={() => setCreating(true)}>
      New project
    </Button>
  )
  return (
    <Screen
      header={
        <PageHeader
          title="Projects"
          filters={
            <div className="w-44">
              <Input
                size="sm"
                mono
                aria-label="Filter projects by name"
                placeholder="name"
                value={view.q}
                onValueChange={(q) => void setView({ q: q || null })}
              />
            </div>
          }
          actions={create}
        />
      }
    >
      {loadError ? (
        <ErrorState error={loadError} title="Projects could not be read" retry={() => void query.refetch()} />
      ) : (
        <DataTable
          label="Projects"
          columns={columns}
          rows={rows}
          rowKey={(project) => project.name}
          sort={view.sort ? { column: view.sort, descending: view.descending } : null}
          onSortChange={(sort) =>
            void setView({ sort: sort?.column ?? null, descending: sort?.descending ?? null })
          }
          onOpen={(project) => router.push(`/projects/${project.name}`)}
          empty={
            view.q ? (
              <EmptyState
                title="No project has such a name"
                actions={<Button onClick={() => void setView({ q: null })}>Clear filter</Button>}
              />
            ) : (
              <EmptyState title="No projects yet" actions={create}>
                A project is an application or service. It embeds the task library or runs the stand-alone
                worker, and is assigned the task types that it produces and consumes.
              </EmptyState>
            )
          }
          footer={plural(rows?.length ?? 0, 'project')}
        />
      )}
      {creating && (
        <NewProjectDialog
          onClose={() => setCreating(false)}
          onCreated={(project) => router.push(`/projects/${project}`)}
        />
      )}
    </Screen>
  )
}

function stateOf({ consumes, instances }: Project) {
  if (instances.stale > 0)
    return { state: 'caution', label: `${instances.stale} on an older revision` } as const
  if (instances.live > 0) return { state: 'clear', label: 'All instances run the newest revision' } as const
  if (consumes > 0) return { state: 'caution', label: 'Consumes, but no instance is live' } as const
  return { state: 'unknown', label: 'No instance is live' } as const
}

const columns: readonly Column<Project>[] = [
  {
    id: 'name',
    header: 'Project',
    width: 180,
    grow: 1,
    card: 'title',
    cell: (project) => (
      <span className="flex items-center gap-2.5">
        <Signal {...stateOf(project)} />
        <Link href={`/projects/${project.name}`} className="truncate font-semibold hover:underline">
          {project.name}
        </Link>
      </span>
    ),
    sortValue: (project) => project.name,
  },
  {
    id: 'description',
    header: 'Description',
    width: 160,
    grow: 2,
    card: 'hidden',
    cell: (project) => <span className="text-muted">{project.description}</span>,
  },
  {
    id: 'produces',
    header: 'Produces',
    align: 'end',
    width: 84,
    cell: (project) => <Figure value={project.produces} quietZero />,
    sortValue: (project) => project.produces,
  },
  {
    id: 'consumes',
    header: 'Consumes',
    align: 'end',
    width: 88,
    cell: (project) => <Figure value={project.consumes} quietZero />,
    sortValue: (project) => project.consumes,
  },
  {
    id: 'live',
    header: 'Live',
    align: 'end',
    width: 72,
    cell: (project) => <Figure value={project.instances.live} quietZero />,
    sortValue: (project) => project.instances.live,
  },
  {
    id: 'stale',
    header: 'Stale',
    align: 'end',
    width: 72,
    cell: (project) => (
      <Figure
        value={project.instances.stale}
        quietZero
        className={project.instances.stale > 0 ? 'text-caution' : undefined}
      />
    ),
    sortValue: (project) => project.instances.stale,
  },
  {
    id: 'revision',
    header: 'Revision',
    align: 'end',
    width: 84,
    cell: (project) => project.revision,
    sortValue: (project) => project.revision,
  },
  {
    id: 'updated',
    header: 'Changed',
    align: 'end',
    width: 96,
    cell: (project) => <Time at={project.updatedAt} />,
    sortValue: (project) => Date.parse(project.updatedAt),
  },
]
