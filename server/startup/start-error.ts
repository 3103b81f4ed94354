/** Why the start cannot go on, in words for the person at the terminal: shown without a stack, exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
