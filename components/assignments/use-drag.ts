'use client'
import { type DragEvent, useState } from 'react'
import type { Cell } from './lens'

export interface Dragged {
  readonly type: string
  readonly from: string
}

const FORMAT = 'application/x-signalbox-consumer'

/** Dragging a consumer onto another project. The keyboard (`M`) and the menu do the same. */
export function useDrag(onMove: (type: string, from: string, to: string) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const end = () => {
    setDragged(null)
    setOver(null)
  }
  return {
    dragged,
    /** The project that would receive it now. */
    over,
    end,
    start: (event: DragEvent, cell: Cell) => {
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData(FORMAT, `${cell.project}/${cell.type}`)
      setDragged({ type: cell.type, from: cell.project })
    },
    /** Handlers of a place that stands for `project` (and only for `type`, where given). */
    target: (project: string, type?: string) => {
      const accepts =
        dragged !== null && dragged.from !== project && (type === undefined || type === dragged.type)
      if (!accepts) return {}
      return {
        onDragOver: (event: DragEvent) => {
          event.preventDefault()
          event.dataTransfer.dropEffect = 'move'
          if (over !== project) setOver(project)
        },
        onDragLeave: (event: DragEvent) => {
          if (event.currentTarget.contains(event.relatedTarget as Node | null)) return
          setOver(null)
        },
        onDrop: (event: DragEvent) => {
          event.preventDefault()
          onMove(dragged.type, dragged.from, project)
          end()
        },
      }
    },
  }
}
export type Drag = ReturnType<typeof useDrag>
