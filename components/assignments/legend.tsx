import { Kbd } from '@/components/ui/kbd'
import { PointsIcon } from './points-icon'

/** What the marks mean, and that the keyboard does it too. */
export function Legend() {
  return (
    <div className="hidden shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-t border-line px-4 py-2 text-sm text-muted md:flex">
      <span className="flex items-center gap-2">
        <span className="inline-flex h-5 w-[1.125rem] items-center justify-center rounded-sm border border-line-strong font-mono text-xs">
          P
        </span>
        produces
      </span>
      <span className="flex items-center gap-2">
        <span className="inline-flex h-5.5 items-center gap-1.5 rounded-md bg-text px-2 text-panel">
          <PointsIcon /> <b>8</b> <span className="font-mono text-xs">http</span>
        </span>
        consumes: workers per instance, handler
      </span>
      <span>
        Drag a consumer to another project, or press <Kbd>M</Kbd>; <Kbd>Enter</Kbd> edits, <Kbd>P</Kbd>{' '}
        produces, <Kbd>Delete</Kbd> stops consuming
      </span>
    </div>
  )
}
