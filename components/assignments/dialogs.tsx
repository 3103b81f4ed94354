'use client'
import { NewProjectDialog } from '@/components/projects/new-project-dialog'
import { NewTypeDialog } from '@/components/queues/new-type-dialog'
import { AddDialog } from './add-dialog'
import { ConsumerDialog } from './consumer-dialog'
import { MoveDialog } from './move-dialog'
import type { DialogState } from './use-dialogs'

interface DialogsProps {
  dialogs: DialogState
  projects: readonly string[]
  types: readonly string[]
}

/** The dialogs of the screen; loaded when the first one opens. */
export function Dialogs({ dialogs, projects, types }: DialogsProps) {
  const { dialog, open, close, consumerAt, put, produce, moveTo } = dialogs
  if (dialog === null) return null
  if (dialog.kind === 'type') return <NewTypeDialog onClose={close} onCreated={close} />
  if (dialog.kind === 'project') return <NewProjectDialog onClose={close} onCreated={close} />
  if (dialog.kind === 'add')
    return (
      <AddDialog
        {...dialog}
        projects={projects}
        types={types}
        onClose={close}
        onAdd={(role, project, type) => {
          if (role === 'consumer') return open({ kind: 'consumer', place: { project, type } })
          produce(project, type)
          close()
        }}
      />
    )
  const { project, type } = dialog.place
  const consumer = consumerAt(dialog.place)
  if (dialog.kind === 'consumer')
    return (
      <ConsumerDialog
        key={`${project}/${type}`}
        project={project}
        type={type}
        consumer={consumer}
        onClose={close}
        onPut={(value) => {
          put(project, value)
          close()
        }}
      />
    )
  if (consumer === null) return null
  return (
    <MoveDialog
      type={type}
      from={project}
      consumer={consumer}
      projects={projects.filter((name) => name !== project)}
      consumes={(name) => consumerAt({ project: name, type })}
      onClose={close}
      onMove={(to) => {
        moveTo(type, project, to)
        close()
      }}
    />
  )
}
