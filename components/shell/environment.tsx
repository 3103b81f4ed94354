'use client'
import { useEnvironment } from './use-session'

/** Which installation this is. Its colour is the operator's choice: to tell production from the rest at a glance. */
export function Environment() {
  const { data } = useEnvironment()
  return (
    <div className="flex h-8 items-center gap-2 rounded-md border border-line bg-panel px-2.5">
      <span
        aria-hidden
        className="size-2 shrink-0 rounded-[2px] bg-line-strong"
        style={data && { backgroundColor: data.color }}
      />
      <span className="min-w-0 flex-1 truncate font-semibold">
        <span className="sr-only">Environment: </span>
        {data?.name ?? '…'}
      </span>
      {data && <span className="text-xs text-muted">{data.version}</span>}
    </div>
  )
}
