'use client'
import { buttonClass } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { ProjectRollout } from './project-rollout'

/** The roll-out of the newest revision, instance by instance. */
export function ProjectInstances({ project }: { project: string }) {
  return (
    <div className="overflow-y-auto p-4 sm:p-5">
      <Panel
        title="Roll-out"
        padded
        actions={
          <Link
            className={buttonClass('ghost', 'sm')}
            href={`/instances?project=${encodeURIComponent(project)}`}
          >
            All about its instances
          </Link>
        }
      >
        <ProjectRollout project={project} />
      </Panel>
    </div>
  )
}
