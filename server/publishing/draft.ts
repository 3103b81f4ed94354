/** A task that somebody asks to publish, as it was read, with what is wrong with it and how to name its fields. */
import type { FieldError } from '../errors.ts'
import type { NewTask } from '../task/index.ts'
import type { Locate } from './locate.ts'

export interface Draft {
  readonly locate: Locate
  /** null when the errors leave none. */
  readonly task: NewTask | null
  readonly errors: readonly FieldError[]
}
