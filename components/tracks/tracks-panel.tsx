'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import type { Queue } from '@/components/queues/use-queues'
import { NARROW, useMediaQuery } from '@/components/ui/media-query'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { pickTracks, trackOf } from './track'
import { TrackDiagram } from './track-diagram'
import { TrackTable } from './track-table'

const LENSES = ['diagram', 'table'] as const
const SHOWN = 8

/** The tracks that are unhealthy or busiest, as a diagram or a table. */
export function TracksPanel({ queues }: { queues: readonly Queue[] }) {
  const narrow = useMediaQuery(NARROW)
  const [chosen, setChosen] = useQueryState('tracks', parseAsStringLiteral(LENSES))
  const lens = chosen ?? (narrow ? 'table' : 'diagram')
  const tracks = useMemo(() => pickTracks(queues.map(trackOf), SHOWN), [queues])
  const note =
    queues.length > tracks.length
      ? `unhealthy and busiest of ${queues.length.toLocaleString('en')}`
      : undefined
  return (
    <Panel
      title="Tracks"
      note={note}
      actions={
        <Segmented
          label="Tracks as"
          value={lens}
          onValueChange={setChosen}
          options={[
            { value: 'diagram', label: 'Diagram' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {lens === 'diagram' ? (
        <>
          <TrackDiagram tracks={tracks} />
          <div className="sr-only">
            <TrackTable tracks={tracks} spoken />
          </div>
        </>
      ) : (
        <TrackTable tracks={tracks} />
      )}
    </Panel>
  )
}
