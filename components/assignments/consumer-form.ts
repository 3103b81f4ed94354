/** The consumer form: text as typed ↔ an assignment. Pure; what the server would refuse is said at its field. */
import { type ConsumerAssignment, type Handler, MAX_WORKERS } from './draft.ts'
import { type OptionField, type OptionTexts, optionTexts, readOptions } from './option-schema.ts'

export interface ConsumerForm {
  readonly workers: string
  readonly kind: Handler['kind']
  readonly url: string
  readonly secret: string
  /** False: goes on taking tasks while the target is down. */
  readonly circuitBreaker: boolean
  /** Of a function or a module. */
  readonly functionName: string
  /** As it was: what has no control here stays what it is. */
  readonly kept: Handler | null
  /** Name of the built-in handler. */
  readonly builtIn: string
  /** Its options as they stood; null for one that was chosen here. */
  readonly given: Readonly<Record<string, unknown>>
  /** Its options as typed; null while nothing has been typed. */
  readonly options: OptionTexts | null
  /** Name of the custom handler. */
  readonly custom: string
  /** Its options, as JSON. */
  readonly customOptions: string
  readonly paused: boolean
  /** Empty: no limit. */
  readonly rateLimit: string
}
export type ConsumerField =
  | 'workers'
  | 'url'
  | 'secret'
  | 'functionName'
  | 'custom'
  | 'customOptions'
  | 'rateLimit'
export type ConsumerErrors = Partial<Record<ConsumerField, string>> & {
  /** By name of the option. */
  readonly options?: Readonly<Record<string, string>>
}
export type ConsumerReading =
  | { readonly ok: true; readonly consumer: ConsumerAssignment }
  | { readonly ok: false; readonly errors: ConsumerErrors }

const SECRET = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|store:[A-Za-z0-9_.-]+)$/

export function formOf(consumer: ConsumerAssignment | null): ConsumerForm {
  const handler = consumer?.handler
  return {
    workers: String(consumer?.workers ?? 1),
    kind: handler?.kind ?? 'http',
    url: handler?.kind === 'http' ? handler.url : '',
    secret: handler?.kind === 'http' ? (handler.secret ?? '') : '',
    circuitBreaker: handler?.kind !== 'http' || handler.circuitBreaker !== false,
    functionName: handler?.kind === 'function' || handler?.kind === 'module' ? (handler.name ?? '') : '',
    kept: handler ?? null,
    builtIn: handler?.kind === 'built-in' ? handler.name : '',
    given: handler?.kind === 'built-in' ? handler.options : {},
    options: null,
    custom: handler?.kind === 'custom' ? handler.name : '',
    customOptions: JSON.stringify(handler?.kind === 'custom' ? handler.options : {}, null, 2),
    paused: consumer?.paused ?? false,
    rateLimit: consumer?.rateLimit == null ? '' : String(consumer.rateLimit),
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** What the option controls show. */
export function textsOf(form: ConsumerForm, fields: readonly OptionField[]): OptionTexts {
  return form.options ?? optionTexts(fields, form.given)
}

/** Options that were not touched stay what they are, even those that this console has no field for. */
function optionsOf(form: ConsumerForm, fields: readonly OptionField[]) {
  const untouched = form.options === null && Object.keys(form.given).length > 0
  return untouched ? { ok: true as const, options: form.given } : readOptions(fields, textsOf(form, fields))
}

function handlerOf(form: ConsumerForm, options: Readonly<Record<string, unknown>>): Handler {
  // The server knows which options belong to which name.
  if (form.kind === 'built-in') return { kind: 'built-in', name: form.builtIn, options } as unknown as Handler
  if (form.kind === 'custom') return { kind: 'custom', name: form.custom.trim(), options }
  if (form.kind === 'function') {
    const name = form.functionName.trim()
    return name === '' ? { kind: 'function' } : { kind: 'function', name }
  }
  if (form.kind === 'module') {
    const name = form.functionName.trim()
    const { name: _, ...rest } =
      form.kept?.kind === 'module' ? form.kept : { kind: form.kind, export: 'default' }
    return name === '' ? rest : { ...rest, name }
  }
  const secret = form.secret.trim()
  const url = form.url.trim()
  // True is what holds when it is left out; one that was written down stays.
  const kept = form.kept?.kind === 'http' ? form.kept.circuitBreaker : undefined
  const breaker = form.circuitBreaker ? (kept === undefined ? undefined : true) : false
  const common = { kind: form.kind, url, ...(breaker === undefined ? {} : { circuitBreaker: breaker }) }
  return secret === '' ? common : { ...common, secret }
}

function readCustom(form: ConsumerForm) {
  const errors: Partial<Record<ConsumerField, string>> = {}
  const name = form.custom.trim()
  if (name === '' || name.length > 100) errors.custom = 'expected 1 to 100 characters, such as "acme.ticket"'
  const options = parsed(form.customOptions)
  if (typeof options === 'object' && options !== null && !Array.isArray(options))
    return { errors, options: options as Readonly<Record<string, unknown>> }
  errors.customOptions = 'expected a JSON object, such as {"token": "env:ACME_TOKEN"}'
  return { errors, options: {} }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @param fields of the built-in handler's options, where the form is about one */
export function readConsumer(
  type: string,
  form: ConsumerForm,
  fields: readonly OptionField[] = [],
): ConsumerReading {
  const errors: Partial<Record<ConsumerField, string>> = {}
  const workers = Number(form.workers)
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS)
    errors.workers = `expected a whole number from 1 to ${MAX_WORKERS.toLocaleString('en')}`
  const limit = form.rateLimit.trim() === '' ? null : Number(form.rateLimit)
  if (limit !== null && !(limit > 0)) errors.rateLimit = 'expected a number above 0, or nothing for no limit'
  if (form.kind === 'http' && !isHttpUrl(form.url.trim())) errors.url = 'expected an http or https URL'
  if (form.kind === 'http' && form.secret.trim() !== '' && !SECRET.test(form.secret.trim()))
    errors.secret = 'expected "env:NAME", "file:PATH" or "store:NAME", never the secret itself'
  if (form.functionName.trim().length > 100) errors.functionName = 'expected at most 100 characters'
  const custom = form.kind === 'custom' ? readCustom(form) : { errors: {}, options: {} }
  Object.assign(errors, custom.errors)
  const options =
    form.kind === 'built-in' ? optionsOf(form, fields) : { ok: true as const, options: custom.options }
  if (!options.ok) return { ok: false, errors: { ...errors, options: options.errors } }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const handler = handlerOf(form, options.options)
  return {
    ok: true,
    consumer: { role: 'consumer', type, workers, handler, paused: form.paused, rateLimit: limit },
  }
}
