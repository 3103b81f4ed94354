'use client'
import Ellipsis from 'lucide-react/icons/ellipsis'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useMay } from '@/components/shell/use-session'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import { Menu } from '@/components/ui/menu'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Skeleton } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { toast } from '@/components/ui/toast'
import { Connect } from './connect'
import { ProjectAssignments } from './project-assignments'
import { ProjectInstances } from './project-instances'
import { Revisions } from './revisions'
import { Tokens } from './tokens'
import { type Project, useDeleteProject, useProject } from './use-projects'

const TABS = ['assignments', 'instances', 'revisions', 'tokens', 'connect'] as const

/** One project: what it is assigned, which instances run it, how it came to this, and how to connect to it. */
export function ProjectScreen({ project: name }: { project: string }) {
  const query = useProject(name)
  const loadError = useLoadError(query)
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('assignments'))
  const mayConfigure = useMay('configure')
  const project = query.data
  return (
    <Screen header={<Header name={name} project={project} />}>
      {loadError ? (
        <ErrorState
          error={loadError}
          title={`The project ${name} could not be read`}
          retry={() => void query.refetch()}
        />
      ) : !project ? (
        <div className="p-5">
          <Skeleton className="h-40 w-full" />
        </div>
      ) : (
        <Tabs
          label={`Parts of ${name}`}
          value={tab}
          onValueChange={(next) => void setTab(next)}
          tabs={[
            {
              value: 'assignments',
              label: 'Assignments',
              count: project.produces + project.consumes,
              content: <ProjectAssignments project={name} />,
            },
            {
              value: 'instances',
              label: 'Instances',
              count: project.instances.live,
              content: <ProjectInstances project={name} />,
            },
            {
              value: 'revisions',
              label: 'Revisions',
              count: project.revision,
              content: <Revisions project={name} current={project.revision} />,
            },
            ...(mayConfigure
              ? [{ value: 'tokens' as const, label: 'Tokens', content: <Tokens project={name} /> }]
              : []),
            { value: 'connect', label: 'Connect', content: <Connect project={name} /> },
          ]}
        />
      )}
    </Screen>
  )
}

function Header({ name, project }: { name: string; project: Project | undefined }) {
  const [deleting, setDeleting] = useState(false)
  const mayConfigure = useMay('configure')
  const remove = useDeleteProject(name)
  const router = useRouter()
  return (
    <PageHeader
      parent={{ href: '/projects', label: 'Projects' }}
      title={name}
      aside={
        project && (
          <>
            <Badge>revision {project.revision}</Badge>
            {project.instances.stale > 0 && <Badge tone="caution">{project.instances.stale} stale</Badge>}
            {project.description && <span className="truncate text-muted">{project.description}</span>}
          </>
        )
      }
      actions={
        <>
          <Link
            className={buttonClass('secondary')}
            href={`/assignments?lens=project&project=${encodeURIComponent(name)}`}
          >
            Change assignments
          </Link>
          {mayConfigure && (
            <Menu
              trigger={<IconButton label={`More actions on ${name}`} icon={<Ellipsis aria-hidden />} />}
              items={[{ label: 'Delete project…', danger: true, onSelect: () => setDeleting(true) }]}
            />
          )}
          <ConfirmDialog
            open={deleting}
            onOpenChange={setDeleting}
            title={`Delete ${name}?`}
            tone="danger"
            confirmLabel="Delete project"
            typed={name}
            touches={[
              'The project and its tokens are removed.',
              'Refused while it has assignments or live instances.',
            ]}
            onConfirm={async () => {
              await remove.mutateAsync()
              toast({ title: `Deleted ${name}` })
              router.push('/projects')
            }}
          />
        </>
      }
    />
  )
}
