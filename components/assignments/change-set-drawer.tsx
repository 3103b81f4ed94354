'use client'
import { useState } from 'react'
import { problemOf } from '@/components/api/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Drawer } from '@/components/ui/drawer'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { Time } from '@/components/ui/time'
import { ApplyKey } from './apply-key'
import { ChangeList } from './change-list'
import { plural } from './describe'
import { type Draft, editCount, type Sets } from './draft'
import { clearDraft, editDraft, undoEdit, useDraft } from './draft-store'
import { editPlace } from './edit-place'
import { Effect } from './effect'
import { staleProjects } from './rebase'
import { StaleNotice } from './stale-notice'
import { useApplyKey } from './use-apply-key'
import { isStale, useApplyChangeSet, usePreview } from './use-assignments'
import { Warnings } from './warnings'

interface ChangeSetDrawerProps {
  open: boolean
  sets: Sets
  onClose: () => void
  /** Saved: its roll-out can be watched. */
  onApplied: (id: string) => void
}

/** The edits that are not saved yet: what they do, what speaks against them, why, and Apply. */
export function ChangeSetDrawer({ open, sets, onClose, onApplied }: ChangeSetDrawerProps) {
  const { draft, savedAt, past } = useDraft()
  const edits = editCount(draft)
  const form = useApplyForm(draft, sets, onApplied)
  useApplyKey(open, form.apply)
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title="Change set"
      width={25}
      aside={
        <>
          <span role="status">
            <Badge tone="accent">{plural(edits, 'edit')}</Badge>
          </span>
          {savedAt !== null && (
            <span className="truncate text-sm text-muted">
              draft, kept <Time at={new Date(savedAt).toISOString()} />
            </span>
          )}
        </>
      }
      footer={
        <>
          <Button
            variant="primary"
            pending={form.pending}
            disabled={form.blocked !== null}
            data-tip={form.blocked ?? undefined}
            onClick={form.apply}
          >
            Apply to {plural(Object.keys(draft).length, 'project')}
          </Button>
          <Button variant="ghost" disabled={past.length === 0} onClick={undoEdit}>
            Undo
          </Button>
          <Button variant="ghost" disabled={edits === 0} onClick={() => editDraft(sets, { kind: 'discard' })}>
            Discard
          </Button>
          <span className="ml-auto hidden sm:inline">
            <ApplyKey />
          </span>
        </>
      }
    >
      {edits === 0 ? <NoEdits /> : <Contents draft={draft} sets={sets} form={form} />}
    </Drawer>
  )
}

function NoEdits() {
  return (
    <p className="text-muted">
      No edits. Drag a consumer to another project, or select a cell and press <Kbd>Enter</Kbd> to edit,{' '}
      <Kbd>M</Kbd> to move, <Kbd>P</Kbd> to produce. Edits collect here and are saved together.
    </p>
  )
}

type ApplyForm = ReturnType<typeof useApplyForm>

function useApplyForm(draft: Draft, sets: Sets, onApplied: (id: string) => void) {
  const preview = usePreview(draft)
  const save = useApplyChangeSet()
  const [reason, setReason] = useState('')
  const [acknowledged, setAcknowledged] = useState(false)
  const stale = staleProjects(draft, sets)
  const dangers = preview.data?.warnings.filter((warning) => warning.level === 'danger') ?? []
  const blocked =
    editCount(draft) === 0
      ? 'There are no edits'
      : stale.length > 0
        ? 'Somebody saved meanwhile: rebase first'
        : reason.trim() === ''
          ? 'A reason is needed'
          : dangers.length > 0 && !acknowledged
            ? 'The danger must be acknowledged'
            : preview.error !== null
              ? 'The preview was refused'
              : null
  function apply() {
    if (blocked !== null || save.isPending) return
    save.mutate(
      { draft, reason: reason.trim() },
      {
        onSuccess: (saved) => {
          clearDraft()
          setReason('')
          setAcknowledged(false)
          onApplied(saved.id)
        },
      },
    )
  }
  return {
    preview,
    stale,
    dangers,
    blocked,
    apply,
    pending: save.isPending,
    // A stale base is shown as a notice that offers to rebase.
    error: isStale(save.error) ? null : save.error,
    previewError: isStale(preview.error) ? null : preview.error,
    reason,
    setReason,
    acknowledged,
    setAcknowledged,
  }
}

function Contents({ draft, sets, form }: { draft: Draft; sets: Sets; form: ApplyForm }) {
  const { preview } = form
  return (
    <div className="flex flex-col gap-5">
      {form.stale.length > 0 && <StaleNotice stale={form.stale} sets={sets} />}
      <ChangeList draft={draft} sets={sets} preview={preview.data} />
      {form.previewError ? (
        <ErrorState
          error={form.previewError}
          title="The preview was refused"
          place={(pointer) => editPlace(draft, pointer)}
          // What is wrong with the edits stays wrong until they are edited.
          retry={problemOf(form.previewError).status === 422 ? undefined : () => void preview.refetch()}
        />
      ) : (
        <>
          <Effect impact={preview.data?.impact} />
          <Warnings warnings={preview.data?.warnings ?? []} />
        </>
      )}
      {form.dangers.length > 0 && (
        <Checkbox
          checked={form.acknowledged}
          onCheckedChange={form.setAcknowledged}
          label="I have read this and want it"
        />
      )}
      <Field label="Reason" description="Kept with each new revision">
        <Input
          value={form.reason}
          onValueChange={form.setReason}
          maxLength={500}
          placeholder="mail leaves the monolith, step 2"
        />
      </Field>
      <FormError error={form.error} />
    </div>
  )
}
