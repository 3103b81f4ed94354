/** Why an attempt failed, in one line that completes a sentence: "connect ECONNREFUSED 10.0.0.7:80". */
import { isTaskError } from '../errors.ts'
import { cut } from '../wire/truncate.ts'
import { asError, type Failure } from './verdict.ts'

const LONGEST = 500

/** Neither the answer's body nor anything else of the task is in it, unless the handler's own message says so. */
export function failureInWords({ error }: Failure): string {
  const line = reasonOf(error).trim().split('\n', 1)[0] ?? ''
  const printable = line.replaceAll(/\p{Cc}/gu, ' ').trim()
  return cut(printable.replace(/\.$/, ''), LONGEST)
}

function reasonOf(error: Error): string {
  // Where a target did not answer, the cause alone says why; the sentence around it names the target.
  if (isTaskError(error) && error.code === 'target-failed' && error.cause !== undefined)
    return causeOf(asError(error.cause))
  return isTaskError(error) || error.name === 'Error' ? error.message : `${error.name}: ${error.message}`
}

/** Node joins the attempts of several addresses in an AggregateError whose own message is empty. */
function causeOf(cause: Error): string {
  const first = cause instanceof AggregateError ? asError(cause.errors[0]) : cause
  return first.message || (first as NodeJS.ErrnoException).code || first.name
}
