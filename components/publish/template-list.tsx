'use client'
import { useEffect, useState } from 'react'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { readTemplates, type Template } from './templates'

/** What was published from this browser lately, to be used again. */
export function Templates({ onUse }: { onUse: (template: Template) => void }) {
  const [templates, setTemplates] = useState<readonly Template[]>([])
  useEffect(() => setTemplates(readTemplates()), [])
  return (
    <Panel title="Published lately" note="kept in this browser">
      {templates.length === 0 ? (
        <p className="p-3.5 text-muted">What you publish here can be used again as a template.</p>
      ) : (
        <ul>
          {templates.map((template) => (
            <li key={`${template.at} ${template.type}`} className="border-b border-line last:border-b-0">
              <button
                type="button"
                onClick={() => onUse(template)}
                className="flex w-full cursor-pointer items-center gap-3 px-3.5 py-1.5 text-left hover:bg-sunk focus-visible:-outline-offset-2"
              >
                <span className="font-mono text-sm">{template.type}</span>
                <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted">
                  {template.payload.replaceAll(/\s+/g, ' ')}
                </span>
                <span className="text-sm text-muted">
                  <Time at={new Date(template.at).toISOString()} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
