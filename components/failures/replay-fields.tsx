'use client'
import { Field } from '@/components/ui/field'
import { duration } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { HOLDS, type OptionsDraft, readOptions, sendingTime } from './replay-options'

interface ReplayFieldsProps {
  draft: OptionsDraft
  onChange: (draft: OptionsDraft) => void
  /** How many would be sent; the rate of one is no question. */
  count: number
}

/** How fast, how often, and when it begins. */
export function ReplayFields({ draft, onChange, count }: ReplayFieldsProps) {
  const reading = readOptions(draft)
  const errors = reading.ok ? {} : reading.errors
  const takes = sendingTime(count, draft)
  const change = (part: Partial<OptionsDraft>) => onChange({ ...draft, ...part })
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {count > 1 && (
        <Field
          label="At most, per second"
          error={errors.rate}
          description={
            takes === null
              ? 'As fast as the broker takes them'
              : `Sent in about ${duration(Math.max(1_000, takes))}`
          }
        >
          <Input
            inputMode="decimal"
            placeholder="no limit"
            value={draft.rate}
            onValueChange={(rate) => change({ rate })}
          />
        </Field>
      )}
      <Field
        label="Attempts of each"
        error={errors.attempts}
        description={draft.attempts.trim() === '1' ? 'One: its verdict is there soon' : undefined}
      >
        <Input
          inputMode="numeric"
          value={draft.attempts}
          onValueChange={(attempts) => change({ attempts })}
        />
      </Field>
      <Field label="Begins">
        <Select value={draft.hold} onValueChange={(hold) => change({ hold })} options={HOLDS} />
      </Field>
      <Field label="Reason" aside="optional">
        <Input value={draft.reason} onValueChange={(reason) => change({ reason })} maxLength={500} />
      </Field>
    </div>
  )
}
