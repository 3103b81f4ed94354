'use client'
import { useMemo, useState } from 'react'
import { useWidth } from '@/components/charts/use-width'
import { layoutTracks } from './layout'
import type { Track } from './track'
import { TrackBoxes } from './track-boxes'
import { TrackLines } from './track-lines'

const NARROWEST = 680

/** Producers at the left, queues as tracks, consumers at the right; weight is flow, the signal is health. */
export function TrackDiagram({ tracks }: { tracks: readonly Track[] }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [lit, setLit] = useState<string | null>(null)
  const drawn = Math.max(width, NARROWEST)
  const layout = useMemo(() => layoutTracks(tracks, drawn), [tracks, drawn])
  return (
    <section
      aria-label="Track diagram"
      className="overflow-x-auto px-3.5 py-1"
      tabIndex={width < NARROWEST ? 0 : undefined}
    >
      <div ref={ref}>
        <div className="relative" style={{ height: layout.height, width: drawn }}>
          {width > 0 && (
            <>
              <TrackLines layout={layout} width={drawn} lit={lit} />
              <TrackBoxes layout={layout} onLight={setLit} />
            </>
          )}
        </div>
      </div>
    </section>
  )
}
