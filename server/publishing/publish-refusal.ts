/** The answer to a publish that a backend did not take over as a whole. */
import { Refusal } from '../errors.ts'

export class PublishRefusal extends Refusal {
  readonly accepted: readonly string[]

  constructor(detail: string, accepted: readonly string[], cause: unknown) {
    super(503, 'publish-failed', detail, { extra: { accepted } })
    this.accepted = accepted
    this.cause = cause
  }
}
