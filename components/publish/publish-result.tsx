import { plural } from '@/components/assignments/describe'
import { taskHref } from '@/components/tasks/task-words'
import { buttonClass } from '@/components/ui/button'
import { Code } from '@/components/ui/code'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Signal } from '@/components/ui/signal'
import type { Accepted } from './use-publish'

/** What the broker confirmed: accepted is not done, so it points to where the tasks are now. */
export function PublishResult({ accepted }: { accepted: Accepted }) {
  const [first] = accepted.tasks
  const duplicates = accepted.tasks.filter((task) => task.duplicateOf !== undefined)
  if (accepted.accepted === 0) return <NothingStored holder={duplicates[0]?.duplicateOf ?? ''} />
  return (
    <Panel title="Accepted" padded>
      <p role="status" className="flex gap-2.5">
        <Signal state="clear" label={null} className="mt-1" />
        <span>
          The broker has taken {plural(accepted.accepted, 'task')}
          {first && (
            <>
              {' '}
              into <span className="font-mono text-sm">{first.queue}</span>
            </>
          )}
          . A consumer runs {accepted.accepted === 1 ? 'it' : 'them'} from there.
          {duplicates.length > 0 &&
            ` ${plural(duplicates.length, 'task')} with the same unique key ${duplicates.length === 1 ? 'was' : 'were'} not stored.`}
        </span>
      </p>
      <Code label="Ids of the accepted tasks" className="my-2">
        {accepted.tasks
          .filter((task) => task.duplicateOf === undefined)
          .map((task) => task.id)
          .join('\n')}
      </Code>
      {first && (
        <div className="flex flex-wrap gap-2">
          <Link className={buttonClass('secondary', 'sm')} href={taskHref(first.id)}>
            {accepted.accepted === 1 ? 'Follow it' : 'Follow the first'}
          </Link>
          <Link className={buttonClass('secondary', 'sm')} href={`/queues/${first.type}`}>
            Open the queue
          </Link>
        </div>
      )}
    </Panel>
  )
}

function NothingStored({ holder }: { holder: string }) {
  return (
    <Panel title="Not stored" padded>
      <p role="status" className="flex gap-2.5">
        <Signal state="caution" label={null} className="mt-1" />
        <span>A task of this type with the same unique key waits or runs, so nothing was stored.</span>
      </p>
      <Code label="Id of the task that has the key" className="my-2">
        {holder}
      </Code>
      <Link className={buttonClass('secondary', 'sm')} href={taskHref(holder)}>
        Open that task
      </Link>
    </Panel>
  )
}
