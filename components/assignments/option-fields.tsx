'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import type { OptionField, OptionTexts } from './option-schema'

interface OptionFieldsProps {
  fields: readonly OptionField[]
  texts: OptionTexts
  errors: Readonly<Record<string, string>>
  change: (texts: OptionTexts) => void
}

/** The options of a built-in handler: one control per property of its schema. */
export function OptionFields({ fields, texts, errors, change }: OptionFieldsProps) {
  return fields.map((field) => {
    const { name } = field
    const text = texts[name] ?? ''
    const put = (typed: string) => change({ ...texts, [name]: typed })
    if (field.kind === 'boolean')
      return (
        <Checkbox
          key={name}
          checked={text === 'true'}
          onCheckedChange={(checked) => put(checked ? 'true' : '')}
          label={field.description ? `${field.title}: ${field.description}` : field.title}
        />
      )
    return (
      <Field
        key={name}
        label={field.title}
        aside={asideOf(field)}
        description={field.description}
        error={errors[name]}
      >
        <Control field={field} text={text} put={put} />
      </Field>
    )
  })
}

function asideOf({ kind, required }: OptionField): string | undefined {
  const words = [...(kind === 'secret' ? ['reference to a secret'] : []), ...(required ? [] : ['optional'])]
  return words.join(', ') || undefined
}

function Control({ field, text, put }: { field: OptionField; text: string; put: (text: string) => void }) {
  const { kind, placeholder, values } = field
  if (kind === 'choice')
    return (
      <Select value={text} onValueChange={put} options={values.map((value) => ({ value, label: value }))} />
    )
  if (kind === 'entries')
    return (
      <Textarea
        mono
        rows={3}
        value={text}
        placeholder={placeholder}
        onChange={(event) => put(event.currentTarget.value)}
      />
    )
  return (
    <Input
      mono
      inputMode={kind === 'number' ? 'decimal' : undefined}
      value={text}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onValueChange={put}
    />
  )
}
