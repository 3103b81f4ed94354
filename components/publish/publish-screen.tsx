'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { type FormEvent, useState } from 'react'
import { problemOf } from '@/components/api/problem'
import { ApplyKey } from '@/components/assignments/apply-key'
import { useApplyKey } from '@/components/assignments/use-apply-key'
import { useTaskTypes } from '@/components/queues/use-task-types'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { Screen } from '@/components/ui/screen'
import { AsCode } from './as-code'
import { bodyOf, emptyMessage, payloadPointer, readMessage } from './message'
import { PayloadEditor } from './payload-editor'
import { PublishResult } from './publish-result'
import { ScheduleFields } from './schedule-fields'
import { Templates } from './template-list'
import { keepTemplate, type Template } from './templates'
import { type Accepted, usePublish } from './use-publish'

/** Publishes a task by hand, and says what the broker confirmed. */
export function PublishScreen() {
  const [type, setType] = useQueryState('type', parseAsString.withDefault(''))
  const [draft, setDraft] = useState(emptyMessage)
  const [shown, setShown] = useState(false)
  const [kept, setKept] = useState(0)
  const [accepted, setAccepted] = useState<Accepted | null>(null)
  const types = useTaskTypes()
  const publish = usePublish()
  const mayPublish = useMay('publish')
  const reading = readMessage({ ...draft, type })
  const errors = shown && !reading.ok ? reading.errors : {}
  const change = (part: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...part }))
    publish.reset()
  }
  const refused = publish.error ? problemOf(publish.error).errors : []
  const inPayload = refused.flatMap(({ at, detail }) => {
    const pointer = payloadPointer(at)
    return pointer === null ? [] : [{ pointer, detail }]
  })

  function send() {
    setShown(true)
    if (!reading.ok || publish.isPending) return
    setAccepted(null)
    publish.mutate(bodyOf(reading.message, reading.count), {
      onSuccess: (answer) => {
        setAccepted(answer)
        setShown(false)
        keepTemplate({ type, payload: draft.payload, at: Date.now() })
        setKept((count) => count + 1)
      },
    })
  }
  useApplyKey(mayPublish, send)
  function submit(event: FormEvent) {
    event.preventDefault()
    send()
  }
  function use(template: Template) {
    void setType(template.type)
    change({ payload: template.payload })
  }

  return (
    <Screen padded header={<PageHeader title="Publish" />}>
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
        <Panel title="Task" padded>
          <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
            <Field
              label="Task type"
              error={
                errors.type ??
                (types.error ? 'Task types could not be read; type its name in the URL' : undefined)
              }
            >
              <Combobox
                value={type || null}
                onValueChange={(next) => {
                  void setType(next)
                  publish.reset()
                }}
                items={(types.data ?? []).map((one) => one.name)}
                placeholder="email.send"
                empty={types.data?.length === 0 ? 'There is no task type yet' : undefined}
              />
            </Field>
            <div className="flex flex-col gap-1">
              <span className="text-sm text-muted">Payload</span>
              <PayloadEditor
                label="Payload as JSON"
                value={draft.payload}
                onChange={(payload) => payload !== draft.payload && change({ payload })}
                problems={inPayload}
              />
              {errors.payload && <span className="text-sm text-danger">{errors.payload}</span>}
            </div>
            <ScheduleFields draft={draft} change={change} errors={errors} />
            <FormError error={publish.error} />
            <div className="flex items-center gap-3">
              <Button
                variant="primary"
                type="submit"
                pending={publish.isPending}
                disabled={!mayPublish}
                data-tip={mayPublish ? undefined : 'Your role may not publish'}
              >
                {reading.ok && reading.count > 1
                  ? `Publish ${reading.count.toLocaleString('en')} tasks`
                  : 'Publish'}
              </Button>
              <span className="hidden text-sm text-muted sm:inline">
                <ApplyKey />
              </span>
            </div>
          </form>
        </Panel>
        <div className="flex min-w-0 flex-col gap-3.5">
          {accepted && <PublishResult accepted={accepted} />}
          <AsCode reading={reading} />
          <Templates key={kept} onUse={use} />
        </div>
      </div>
    </Screen>
  )
}
