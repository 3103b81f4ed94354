/**
 * The one error family of the task core.
 *
 * Every error that leaves the core is a `TaskError`: `code` is stable and may be matched on, `message` is for
 * people, `retryable` says whether the same call may succeed later without a change, `context` names the values.
 */
export type TaskErrorCode =
  | 'config-invalid' // a configuration breaks its schema
  | 'secret-unresolved' // a secret reference names nothing that can be read here
  | 'type-not-produced' // the project has no producer for the type
  | 'payload-invalid' // the payload breaks the type's schema or cannot be encoded
  | 'payload-too-large' // more bytes than the installation accepts
  | 'attribute-invalid' // a CloudEvents attribute that the wire cannot carry
  | 'message-malformed' // bytes from a broker that are no task
  | 'publish-failed' // the broker did not take responsibility for (a part of) a batch
  | 'backend-unavailable' // the broker cannot be reached or refused the connection
  | 'backend-unsupported' // the backend lacks the capability that was asked for
  | 'delivery-lost' // the delivery was settled already, or another consumer has it now
  | 'queue-mismatch' // an existing queue was declared with other arguments
  | 'target-forbidden' // the target rules refuse a proxy target
  | 'target-failed' // a proxy target answered something other than success
  | 'handler-missing' // no function of that name in the embedding process
  | 'handler-timeout' // the handler did not end within timeoutMs
  | 'control-plane-unavailable' // the control plane could not be asked
  | 'control-plane-refused' // the control plane answered 4xx
  | 'closed' // the system is closing or closed

export interface TaskErrorOptions {
  readonly retryable?: boolean
  readonly cause?: unknown
  readonly context?: Readonly<Record<string, unknown>>
}

export class TaskError extends Error {
  override readonly name: string = 'TaskError'
  readonly code: TaskErrorCode
  readonly retryable: boolean
  readonly context: Readonly<Record<string, unknown>>

  constructor(code: TaskErrorCode, message: string, options: TaskErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.context = options.context ?? {}
  }
}

/** A batch of which the broker confirmed only a part; `accepted` holds the ids of the confirmed tasks. */
export class PublishError extends TaskError {
  override readonly name = 'PublishError'
  readonly accepted: readonly string[]

  constructor(message: string, accepted: readonly string[], options: TaskErrorOptions = {}) {
    super('publish-failed', message, { retryable: true, ...options })
    this.accepted = accepted
  }
}

export function isTaskError(error: unknown): error is TaskError {
  return error instanceof TaskError
}
