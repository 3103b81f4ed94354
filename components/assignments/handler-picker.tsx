'use client'
import { Choice, type ChoiceOption } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import type { ConsumerForm } from './consumer-form'
import type { BuiltInHandler } from './use-handlers'

const HTTP: ChoiceOption = {
  value: 'http',
  label: 'HTTP endpoint',
  hint: 'Posts each task to a URL of yours and takes its answer for the result.',
}
const FUNCTION: ChoiceOption = {
  value: 'function',
  label: 'Function in the process',
  hint: 'Calls a function of the process that embeds the library.',
}
const CUSTOM: ChoiceOption = {
  value: 'custom',
  label: 'Custom handler',
  hint: 'Runs a handler of your own, made by defineHandler, that the workers load.',
}

interface HandlerPickerProps {
  form: ConsumerForm
  handlers: readonly BuiltInHandler[]
  change: (part: Partial<ConsumerForm>) => void
}

/** What runs the tasks: an endpoint, a function, or one of your own, one of the built-in handlers, found by typing. */
export function HandlerPicker({ form, handlers, change }: HandlerPickerProps) {
  const builtIns = handlers.map(({ name, title, description }) => ({
    value: name,
    label: title,
    hint: description,
  }))
  const wanted = form.kind === 'built-in' ? form.builtIn : form.kind
  const options = [HTTP, FUNCTION, CUSTOM, ...builtIns]
  const value = options.find((option) => option.value === wanted) ?? {
    value: wanted,
    label: wanted,
    hint: '',
  }
  const handler = handlers.find(({ name }) => name === form.builtIn)
  return (
    <Field
      label="Handler"
      description={handler === undefined || form.kind !== 'built-in' ? value.hint : explained(handler)}
    >
      <Choice
        value={value}
        options={options}
        empty="No handler matches"
        onValueChange={(option) => change(partOf(option.value))}
      />
    </Field>
  )
}

function partOf(value: string): Partial<ConsumerForm> {
  if (value === 'http' || value === 'function' || value === 'custom') return { kind: value }
  return { kind: 'built-in', builtIn: value, given: {}, options: null }
}

function explained({ name, description, needs }: BuiltInHandler) {
  return (
    <>
      {description} {needs && <>Workers need the package {needs}. </>}Reference: docs/handlers.md,{' '}
      <span className="font-mono">{name}</span>
    </>
  )
}
