'use client'
import Plus from 'lucide-react/icons/plus'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { NARROW, useMediaQuery } from '@/components/ui/media-query'
import { Menu } from '@/components/ui/menu'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { SIGNAL_LABELS } from '@/components/ui/signal'
import { plural } from './describe'
import { editCount } from './draft'
import { useDraft } from './draft-store'
import type { Dialog } from './use-dialogs'
import { HEALTHS, type SetView, type View } from './use-view'

interface AssignmentsHeaderProps {
  view: View
  setView: SetView
  onNew: (dialog: Dialog) => void
  onShowChanges: () => void
}

const ANY = 'any'
const healthOptions = [
  { value: ANY, label: 'Health: any' },
  ...HEALTHS.map((state) => ({ value: state, label: SIGNAL_LABELS[state] })),
]

export function AssignmentsHeader({ view, setView, onNew, onShowChanges }: AssignmentsHeaderProps) {
  const narrow = useMediaQuery(NARROW)
  const edits = editCount(useDraft().draft)
  useEffect(() => {
    // Types by projects do not fit a small screen; a list does.
    if (narrow && view.lens === 'matrix') void setView({ lens: 'project' })
  }, [narrow, view.lens, setView])
  return (
    <PageHeader
      title="Assignments"
      lenses={
        <Segmented
          label="Lens"
          value={view.lens}
          onValueChange={(lens) => void setView({ lens })}
          options={[
            { value: 'project', label: 'By project' },
            { value: 'type', label: 'By type' },
            ...(narrow ? [] : [{ value: 'matrix' as const, label: 'Matrix' }]),
          ]}
        />
      }
      filters={
        <>
          <div className="w-36">
            <Input
              size="sm"
              mono
              aria-label="Filter task types: patterns such as email.*"
              placeholder="type: email.*"
              value={view.type}
              onValueChange={(type) => void setView({ type: type || null })}
            />
          </div>
          <div className="w-36">
            <Input
              size="sm"
              mono
              aria-label="Filter projects"
              placeholder="project"
              value={view.project}
              onValueChange={(project) => void setView({ project: project || null })}
            />
          </div>
          <div className="w-32">
            <Select
              size="sm"
              label="Health"
              value={view.health ?? ANY}
              options={healthOptions}
              onValueChange={(health) =>
                void setView({ health: HEALTHS.find((state) => state === health) ?? null })
              }
            />
          </div>
        </>
      }
      actions={
        <>
          <Button size="sm" variant={edits > 0 ? 'primary' : 'secondary'} onClick={onShowChanges}>
            {edits > 0 ? plural(edits, 'edit') : 'Change set'}
          </Button>
          <Menu
            trigger={
              <Button size="sm" icon={<Plus aria-hidden className="size-3.5" />}>
                New
              </Button>
            }
            items={[
              { label: 'Task type…', onSelect: () => onNew({ kind: 'type' }) },
              { label: 'Project…', onSelect: () => onNew({ kind: 'project' }) },
            ]}
          />
        </>
      }
    />
  )
}
