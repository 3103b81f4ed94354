'use client'
import dynamic from 'next/dynamic'
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { useProjects } from '@/components/projects/use-projects'
import { Button, buttonClass } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Select } from '@/components/ui/select'
import { instanceColumns } from './instance-columns'
import { type InstanceStatus, useInstances } from './use-instances'

const InstanceDrawer = dynamic(() => import('./instance-drawer').then((part) => part.InstanceDrawer))

const STATUSES = ['live', 'lost', 'stopped'] as const
const ANY = 'any'
const statusLabels: Record<InstanceStatus, string> = { live: 'Live', lost: 'Lost', stopped: 'Stopped' }

/** Running workers: what each has applied, how it is, what it runs. */
export function InstancesScreen() {
  const [view, setView] = useQueryStates(
    {
      project: parseAsString.withDefault(''),
      status: parseAsStringLiteral(STATUSES),
      sort: parseAsString.withDefault(''),
      descending: parseAsBoolean.withDefault(false),
      open: parseAsString.withDefault(''),
    },
    { history: 'replace' },
  )
  const filter = {
    ...(view.project ? { project: view.project } : {}),
    ...(view.status ? { status: view.status } : {}),
  }
  const query = useInstances(filter)
  const loadError = useLoadError(query)
  const projects = useProjects()
  const rows = query.data?.items
  const opened = rows?.find((instance) => instance.id === view.open)
  const stale = rows?.filter((instance) => instance.stale).length ?? 0
  return (
    <Screen
      header={
        <PageHeader
          title="Instances"
          filters={
            <>
              <div className="w-36">
                <Select
                  size="sm"
                  label="Project"
                  value={view.project || ANY}
                  options={[
                    { value: ANY, label: 'Project: any' },
                    ...(projects.data ?? []).map(({ name }) => ({ value: name, label: name })),
                  ]}
                  onValueChange={(project) => void setView({ project: project === ANY ? null : project })}
                />
              </div>
              <div className="w-32">
                <Select
                  size="sm"
                  label="Status"
                  value={view.status ?? ANY}
                  options={[
                    { value: ANY, label: 'Status: any' },
                    ...STATUSES.map((status) => ({ value: status, label: statusLabels[status] })),
                  ]}
                  onValueChange={(status) =>
                    void setView({ status: STATUSES.find((one) => one === status) ?? null })
                  }
                />
              </div>
            </>
          }
        />
      }
      drawer={
        view.open !== '' && (
          <InstanceDrawer
            id={view.open}
            instance={opened}
            loading={query.isPending}
            onClose={() => void setView({ open: null })}
          />
        )
      }
    >
      {loadError ? (
        <ErrorState
          error={loadError}
          title="Instances could not be read"
          retry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          label="Instances"
          columns={instanceColumns}
          rows={rows}
          rowKey={(instance) => instance.id}
          rowLabel={(instance) => `${instance.project} ${instance.host} ${instance.pid}`}
          sort={view.sort ? { column: view.sort, descending: view.descending } : null}
          onSortChange={(sort) =>
            void setView({ sort: sort?.column ?? null, descending: sort?.descending ?? null })
          }
          onOpen={(instance) => void setView({ open: instance.id })}
          openKey={view.open}
          empty={
            Object.keys(filter).length > 0 ? (
              <EmptyState
                title="No instance matches these filters"
                actions={
                  <Button onClick={() => void setView({ project: null, status: null })}>Clear filters</Button>
                }
              />
            ) : (
              <EmptyState
                title="No instance has reported yet"
                actions={
                  <Link className={buttonClass('primary')} href="/projects">
                    Choose a project to connect
                  </Link>
                }
              >
                An instance is one running worker, or one process that embeds the library. Each reports every
                ten seconds. A project's tab Connect has the command that starts one.
              </EmptyState>
            )
          }
          footer={`${plural(rows?.length ?? 0, 'instance')}${stale > 0 ? `, ${stale} stale` : ''}${query.data?.complete === false ? ', and more: choose a project' : ''}`}
        />
      )}
    </Screen>
  )
}
