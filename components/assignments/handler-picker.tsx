'use client'
import type { LucideProps } from 'lucide-react'
import Bell from 'lucide-react/icons/bell'
import ChartColumn from 'lucide-react/icons/chart-column'
import Code from 'lucide-react/icons/code'
import FolderUp from 'lucide-react/icons/folder-up'
import Globe from 'lucide-react/icons/globe'
import MessageSquare from 'lucide-react/icons/message-square'
import Puzzle from 'lucide-react/icons/puzzle'
import type { ComponentType } from 'react'
import { Choice, type ChoiceOption } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import type { ConsumerForm } from './consumer-form'
import type { BuiltInHandler } from './use-handlers'

type Category = BuiltInHandler['category']

/** In the order in which they are offered. */
const ICONS: Readonly<Record<Category, ComponentType<LucideProps>>> = {
  push: Bell,
  messages: MessageSquare,
  analytics: ChartColumn,
  files: FolderUp,
  http: Globe,
  other: Puzzle,
}
const ORDER = Object.keys(ICONS)

function iconOf(Icon: ComponentType<LucideProps>) {
  return <Icon aria-hidden className="size-4" />
}

const HTTP: ChoiceOption = {
  icon: iconOf(Globe),
  value: 'http',
  label: 'HTTP endpoint',
  hint: 'Posts each task to a URL of yours and takes its answer for the result.',
}
const FUNCTION: ChoiceOption = {
  icon: iconOf(Code),
  value: 'function',
  label: 'Function in the process',
  hint: 'Calls a function of the process that embeds the library.',
}
const CUSTOM: ChoiceOption = {
  icon: iconOf(Puzzle),
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
  const builtIns = handlers
    .toSorted((one, other) => ORDER.indexOf(one.category) - ORDER.indexOf(other.category))
    .map(({ name, title, description, category }) => ({
      ...{ value: name, label: title, hint: description },
      icon: iconOf(ICONS[category]),
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
