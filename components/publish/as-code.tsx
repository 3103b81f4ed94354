'use client'
import { useState } from 'react'
import { useSets } from '@/components/assignments/use-assignments'
import { useOrigin } from '@/components/projects/use-origin'
import { Code } from '@/components/ui/code'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import type { Reading } from './message'
import { LANGUAGES, type Language, snippet } from './snippets'

/** The same message as a command or code. */
export function AsCode({ reading }: { reading: Reading }) {
  const [language, setLanguage] = useState<Language>('curl')
  const origin = useOrigin()
  const { sets } = useSets()
  const producer = reading.ok
    ? [...sets.values()].find((set) =>
        set.assignments.some((entry) => entry.role === 'producer' && entry.type === reading.message.type),
      )
    : undefined
  return (
    <Panel
      title="The same as code"
      padded
      actions={
        <Segmented
          label="Language"
          value={language}
          onValueChange={setLanguage}
          options={LANGUAGES.map((value) => ({ value, label: value }))}
        />
      }
    >
      {reading.ok ? (
        <>
          <Code label={`This message in ${language}`}>
            {snippet(language, origin, producer?.project ?? 'my-project', reading.message)}
          </Code>
          {language === 'TypeScript' && !producer && (
            <p className="mt-1.5 text-sm text-muted">
              No project produces this type yet: assign one, and put its name in place of my-project.
            </p>
          )}
        </>
      ) : (
        <p className="text-muted">Choose a type and enter a payload that is JSON.</p>
      )}
    </Panel>
  )
}
