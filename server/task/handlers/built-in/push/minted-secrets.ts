/** Keeps what a handler makes of its secrets (a signed token, an access token) out of what it says of a failure. */
import type { Run } from '../../../consume/verdict.ts'
import { redacting, redactor } from '../redact.ts'

/** Old ones may still be repeated by an answer that comes late. */
const REMEMBERED = 4

export class MintedSecrets {
  readonly #minted: string[] = []

  add(secret: string): void {
    if (this.#minted.includes(secret)) return
    this.#minted.push(secret)
    if (this.#minted.length > REMEMBERED) this.#minted.shift()
  }

  /** Whatever `run` fails with shows none of them. */
  keptBy(run: Run): Run {
    return redacting(run, (text) => redactor(this.#minted)(text))
  }
}
