'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { Draft, Field as FieldName } from './message'

interface ScheduleFieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  errors: Partial<Record<FieldName, string>>
}

/** When, by which keys, how often, and whether its end is told. */
export function ScheduleFields({ draft, change, errors }: ScheduleFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="flex flex-col gap-1">
        <span className="text-sm text-muted">When</span>
        <Segmented
          label="When"
          stretch
          value={draft.when}
          onValueChange={(when) => change({ when })}
          options={[
            { value: 'now', label: 'Now' },
            { value: 'delay', label: 'After' },
            { value: 'at', label: 'At' },
          ]}
        />
      </div>
      {draft.when === 'delay' ? (
        <Field label="Delay, seconds" error={errors.delay}>
          <Input inputMode="decimal" value={draft.delay} onValueChange={(delay) => change({ delay })} />
        </Field>
      ) : draft.when === 'at' ? (
        <Field label="Not before, your time zone" error={errors.at}>
          <Input type="datetime-local" value={draft.at} onValueChange={(at) => change({ at })} />
        </Field>
      ) : (
        <span className="hidden sm:block" />
      )}
      <Field
        label="Partition key"
        aside="optional"
        description="Tasks of one key run in order, where the backend can"
      >
        <Input mono value={draft.partitionKey} onValueChange={(partitionKey) => change({ partitionKey })} />
      </Field>
      <Field
        label="Unique key"
        aside="optional"
        description="Not stored while a task of the type with this key waits or runs, where the backend can"
      >
        <Input mono value={draft.uniqueKey} onValueChange={(uniqueKey) => change({ uniqueKey })} />
      </Field>
      <Field label="How many" description="The same message so many times" error={errors.count}>
        <Input inputMode="numeric" value={draft.count} onValueChange={(count) => change({ count })} />
      </Field>
      <span
        className="sm:col-span-2"
        data-tip="Its worker tells how it ended; without it, a task that succeeds leaves no trace"
      >
        <Checkbox
          label="Tracked: can be followed to its end"
          checked={draft.tracked}
          onCheckedChange={(tracked) => change({ tracked })}
        />
      </span>
    </div>
  )
}
