'use client'
import { useMemo, useState } from 'react'
import { folded, jsonDiff } from '@/components/activity/json-diff'
import { problemOf } from '@/components/api/problem'
import { payloadPointer } from '@/components/publish/message'
import { PayloadEditor } from '@/components/publish/payload-editor'
import { Button } from '@/components/ui/button'
import { Diff } from '@/components/ui/diff'
import { FormError } from '@/components/ui/form-error'
import { Part } from './failure-part'
import { HIDDEN, pretty, readPayload } from './payload'
import { PreviewTouches } from './preview-touches'
import { ReplayFields } from './replay-fields'
import { defaultOptions, readOptions } from './replay-options'
import { useReplayFailures, useReplayPreview } from './use-failure-actions'
import type { Failure } from './use-failures'
import { useSettled } from './use-settled'

interface EditReplayProps {
  failure: Failure
  onClose: () => void
}

const CHECK_AFTER_MS = 500
const ONE = { value: 1, capped: false }

/** Repairs the payload of one task and sends it back: what changes is shown, and checked against the type's schema as it is written. */
export function EditReplay({ failure, onClose }: EditReplayProps) {
  const selection = useMemo(() => ({ ids: [failure.id] }), [failure.id])
  const [text, setText] = useState(() => pretty(failure.payload))
  const [draft, setDraft] = useState(() => defaultOptions(1))
  const reading = useMemo(() => readPayload(text), [text])
  const lines = useMemo(
    () => (reading.ok ? jsonDiff(failure.payload, reading.value) : []),
    [failure.payload, reading],
  )
  const changed = lines.some((line) => line.kind !== 'same')
  const ready = reading.ok
  const settled = useSettled(reading, CHECK_AFTER_MS)
  const preview = useReplayPreview(
    selection,
    settled.ok ? { value: settled.value } : undefined,
    settled.ok && ready && changed,
  )
  const replay = useReplayFailures()
  const refused = replay.error ?? preview.error
  const places = (refused ? problemOf(refused).errors : []).flatMap(({ at, detail }) => {
    const pointer = payloadPointer(at)
    return pointer === null ? [] : [{ at, pointer, detail }]
  })
  const options = readOptions(draft)
  const checked = settled === reading && preview.isSuccess

  function send() {
    if (!reading.ok || !options.ok) return
    replay.mutate({ selection, payload: reading.value, ...options.options }, { onSuccess: onClose })
  }
  return (
    <div className="flex flex-col gap-4">
      {failure.redacted && (
        <p className="rounded-md bg-caution-soft px-3 py-2 text-pretty">
          A part of this payload is hidden, also from you. Leave{' '}
          <code className="font-mono text-sm">"{HIDDEN}"</code> where it stands, and the original value is
          sent; write another value in its place to change it.
        </p>
      )}
      <Part title="Payload">
        <PayloadEditor
          label="Payload as JSON"
          value={text}
          onChange={(next) => {
            setText(next)
            replay.reset()
          }}
          problems={places}
        />
        {!reading.ok && <p className="text-sm text-danger">{reading.error}</p>}
        {places.map(({ pointer, detail }) => (
          <p key={pointer + detail} className="text-sm text-danger">
            <span className="font-mono">{pointer || '/'}</span>: {detail}
          </p>
        ))}
      </Part>
      <Part title="Before and after; the original is kept">
        {changed ? (
          <Diff label="Before and after" lines={folded(lines)} />
        ) : (
          <p className="text-muted">{reading.ok ? 'Nothing is changed yet.' : 'Not JSON yet.'}</p>
        )}
      </Part>
      {ready && changed && (
        <Part title="What is sent">
          <PreviewTouches
            preview={preview}
            selection={selection}
            shown={ONE}
            elsewhere={places.map((place) => place.at)}
          />
        </Part>
      )}
      <ReplayFields draft={draft} onChange={setDraft} count={1} />
      <FormError error={replay.error} shown={places.map((place) => place.at)} />
      <div className="sticky bottom-0 -mx-4 -mb-4 flex items-center gap-2 border-t border-line bg-panel px-4 py-3">
        <Button
          variant="primary"
          disabled={!ready || !changed || !checked || !options.ok}
          pending={replay.isPending}
          onClick={send}
        >
          Replay the edited task
        </Button>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
