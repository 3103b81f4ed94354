'use client'
import { trackOf } from '@/components/tracks/track'
import { TrackDiagram } from '@/components/tracks/track-diagram'
import { buttonClass } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import type { Queue } from './use-queues'

/** Who produces and who consumes, as a track. */
export function QueueFlow({ queue }: { queue: Queue }) {
  return (
    <Panel
      title="Producers and consumers"
      actions={
        <Link
          className={buttonClass('ghost', 'sm')}
          href={`/assignments?lens=type&type=${encodeURIComponent(queue.type)}`}
        >
          Assignments
        </Link>
      }
    >
      {queue.producers.length + queue.consumers.length === 0 ? (
        <p className="p-3.5 text-muted">No project produces or consumes it. Assign one in Assignments.</p>
      ) : (
        <TrackDiagram tracks={[trackOf(queue)]} />
      )}
    </Panel>
  )
}
