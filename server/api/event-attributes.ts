/** CloudEvents attributes of a published event: which of ours a publisher may set, and what becomes of the others. */
import type { FieldError } from '../errors.ts'
import type { Locate } from '../publishing/locate.ts'
import type { NewTask } from '../task/index.ts'
import { attributeProblem, isOwnAttribute, parseCount, parseTimestamp } from '../task/wire/attributes.ts'

/** Only a worker or a replay may say these; a task that carried them would seem to have a history. */
const NOT_FOR_PUBLISHERS = ['replayid', 'deadid', 'deadreason', 'deadinfo']

type Attributes = Readonly<Record<string, string>>

export function checkEventAttributes(attributes: Attributes, locate: Locate): FieldError[] {
  const errors: FieldError[] = []
  const refuse = (name: string, detail: string) => errors.push({ ...locate(name), detail })
  const { specversion, attempt, maxattempts, time } = attributes
  if (specversion !== undefined && !specversion.startsWith('1.')) refuse('specversion', 'expected 1.0')
  if (attempt !== undefined && attempt !== '1') refuse('attempt', 'expected 1: a published task begins anew')
  if (maxattempts !== undefined && (parseCount(maxattempts) ?? 101) > 100)
    refuse('maxattempts', 'expected a number from 1 to 100')
  if (time !== undefined && parseTimestamp(time) === null) refuse('time', 'expected an RFC 3339 timestamp')
  for (const name of NOT_FOR_PUBLISHERS)
    if (attributes[name] !== undefined) refuse(name, 'expected to be left out: Signalbox sets it')
  for (const [name, value] of Object.entries(attributes)) {
    const problem = attributeProblem(name, value)
    if (problem !== null) refuse(name, problem)
  }
  return errors
}

/** What is taken over beside the fields that the JSON form has too. */
export function eventOptions(attributes: Attributes): Partial<NewTask> {
  const time = parseTimestamp(attributes.time)
  const maxAttempts = parseCount(attributes.maxattempts)
  const { source, traceparent, tracestate } = attributes
  return {
    ...(time === null ? {} : { time }),
    ...(maxAttempts === null ? {} : { maxAttempts }),
    ...(source ? { source } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(tracestate === undefined ? {} : { tracestate }),
    extensions: Object.fromEntries(Object.entries(attributes).filter(([name]) => !isOwnAttribute(name))),
  }
}
