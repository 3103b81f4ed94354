'use client'
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface TabsProps<V extends string> {
  label: string
  value: V
  onValueChange: (value: V) => void
  tabs: readonly { value: V; label: ReactNode; count?: ReactNode; content: ReactNode }[]
}

/** Parts of one thing, one shown at a time. Keep `value` in the URL. */
export function Tabs<V extends string>({ label, value, onValueChange, tabs }: TabsProps<V>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Base.List
        aria-label={label}
        className="flex shrink-0 gap-5 overflow-x-auto border-b border-line px-4 sm:px-5"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 cursor-pointer items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 data-active:border-accent data-active:font-semibold data-active:text-text"
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-xs font-normal text-muted">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="flex min-h-0 flex-1 flex-col outline-hidden">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
