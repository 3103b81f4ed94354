/**
 * The options of a built-in handler as a form: JSON Schema → fields, options ↔ text as typed. Pure. It says at once what
 * one field can tell; what several must agree on, the server says of the change set.
 */
export type OptionKind = 'text' | 'number' | 'boolean' | 'choice' | 'secret' | 'entries'

export interface OptionField {
  readonly name: string
  readonly kind: OptionKind
  readonly title: string
  readonly description: string | null
  readonly required: boolean
  /** What holds when nothing is given; in grey. */
  readonly placeholder: string
  /** Of a choice. */
  readonly values: readonly string[]
  readonly schema: Schema
}
/** By name, as typed; a checkbox as "true" or "". */
export type OptionTexts = Readonly<Record<string, string>>
export type OptionReading =
  | { readonly ok: true; readonly options: Record<string, unknown> }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

const SECRET = 'secret-reference'
export const SECRET_EXPECTED = 'expected "env:NAME", "file:PATH" or "store:NAME", never the secret itself'

function kindOf({ type, format, enum: values }: Schema): OptionKind {
  if (format === SECRET) return 'secret'
  if (values !== undefined) return 'choice'
  if (type === 'boolean') return 'boolean'
  if (type === 'object') return 'entries'
  return type === 'number' || type === 'integer' ? 'number' : 'text'
}

function placeholderOf(schema: Schema, kind: OptionKind): string {
  const shown = schema.default ?? schema.examples?.[0]
  if (typeof shown === 'string' || typeof shown === 'number') return String(shown)
  if (kind === 'entries') return isSecretEntries(schema) ? 'authorization: env:NAME' : 'name: value'
  return kind === 'secret' ? 'env:NAME' : ''
}

const isSecretEntries = ({ additionalProperties: entry }: Schema) =>
  typeof entry === 'object' && entry.format === SECRET

/** The fields of an options schema, those that must be filled in first. */
export function optionFields(options: Readonly<Record<string, unknown>>): OptionField[] {
  const { properties = {}, required = [] } = options as Schema
  return Object.entries(properties)
    .map(([name, schema]) => {
      const kind = kindOf(schema)
      return {
        ...{ name, kind, schema, required: required.includes(name) && schema.default === undefined },
        title: schema.title ?? name,
        description: schema.description ?? null,
        placeholder: placeholderOf(schema, kind),
        values: (schema.enum ?? []).map(String),
      }
    })
    .sort((a, b) => Number(b.required) - Number(a.required))
}

/** A value that is the default is shown as nothing typed, so that it stays the default. */
function textOf({ kind, schema }: OptionField, value: unknown): string {
  if (value === undefined || value === null) return kind === 'choice' ? String(schema.default ?? '') : ''
  if (kind === 'boolean') return value === true ? 'true' : ''
  if (kind === 'entries')
    return Object.entries(value as Record<string, string>)
      .map(([name, entry]) => `${name}: ${entry}`)
      .join('\n')
  return value === schema.default && kind !== 'choice' ? '' : String(value)
}

export function optionTexts(fields: readonly OptionField[], options: object): OptionTexts {
  const values = new Map<string, unknown>(Object.entries(options))
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      textOf(field, values.get(field.name) ?? (field.kind === 'boolean' ? field.schema.default : undefined)),
    ]),
  )
}

type Read = { readonly value: unknown } | { readonly error: string }

function readNumber(text: string, { minimum, maximum, type }: Schema): Read {
  const value = Number(text)
  const whole = type !== 'integer' || Number.isInteger(value)
  if (whole && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)) return { value }
  const what = type === 'integer' ? 'a whole number' : 'a number'
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  return { error: `expected ${what}${bounded ? ` from ${minimum ?? 0} to ${maximum}` : ''}` }
}

function readEntries(text: string, schema: Schema): Read {
  const entries: [string, string][] = []
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, name, value] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) return { error: 'expected "name: value" on each line' }
    if (isSecretEntries(schema) && !matchesPattern(value, schema.additionalProperties as Schema))
      return { error: `${name}: ${SECRET_EXPECTED}` }
    entries.push([name, value])
  }
  return { value: Object.fromEntries(entries) }
}

const matchesPattern = (text: string, { pattern }: Schema) =>
  pattern === undefined || new RegExp(pattern, 'u').test(text)

function readText(text: string, { schema, kind }: OptionField): Read {
  if (kind === 'number') return readNumber(text, schema)
  if (kind === 'entries') return readEntries(text, schema)
  if (kind === 'secret') return matchesPattern(text, schema) ? { value: text } : { error: SECRET_EXPECTED }
  if (schema.format === 'uri' && !/^https?:\/\/[^/]/.test(text))
    return { error: 'expected an http or https URL' }
  return matchesPattern(text, schema) ? { value: text } : { error: `expected what matches ${schema.pattern}` }
}

function readField(field: OptionField, typed: string): Read {
  if (field.kind === 'boolean') return { value: typed === 'true' }
  const text = typed.trim()
  if (text !== '') return readText(text, field)
  return field.required ? { error: 'expected a value' } : { value: field.schema.default }
}

export function readOptions(fields: readonly OptionField[], texts: OptionTexts): OptionReading {
  const options: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const field of fields) {
    const read = readField(field, texts[field.name] ?? '')
    if ('error' in read) errors[field.name] = read.error
    else if (read.value !== undefined) options[field.name] = read.value
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, options }
}
