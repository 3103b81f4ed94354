/**
 * Stores a batch of dead letters of one queue. Resolves when every one of them is durable, in full or, where the
 * database refuses the content of one, with its bytes and the little that any database takes. So no letter ever blocks
 * its queue, and none is lost: it rejects only when the database cannot store anything now.
 */
import type { Database } from '../store/database.ts'
import { type FailureOrigin, insertFailures, type NewFailure } from '../store/failure-insert.ts'
import { findTaskType } from '../store/task-types.ts'
import { databaseTrouble } from '../store/unavailable.ts'
import { type Envelope, readDeadLetter } from '../task/index.ts'
import { fingerprintOf } from './fingerprint.ts'
import { deadIdOf, type ReadLetterContext, readLetter } from './read-letter.ts'

export interface ArchiveDeps {
  readonly database: Database
  readonly log: { warn(context: object, message: string): void }
  now(): Date
  newId(): string
  /** Told after each commit that brought something new. */
  onStored?(count: number): void
}

/** Of one statement: bodies travel in one parameter. */
const MAX_STATEMENT_BYTES = 8_388_608
/** SQLSTATE classes: data exception, integrity violation, program limit exceeded. Another attempt changes nothing. */
const CONTENT_ERRORS = /^(22|23|54)/

export type ArchiveLetters = (
  envelopes: readonly Envelope[],
  from: { readonly type: string; readonly backend: string },
) => Promise<void>

export function createArchive(deps: ArchiveDeps): ArchiveLetters {
  /** Of a type that is deleted while its last letters come in, what it hid stays hidden. */
  const knownPaths = new Map<string, readonly string[]>()

  async function redactPathsOf(type: string): Promise<readonly string[]> {
    const found = await findTaskType(deps.database.prisma, type)
    if (found !== null) knownPaths.set(type, found.redactPaths)
    return knownPaths.get(type) ?? []
  }

  return async (envelopes, { type, backend }) => {
    const redactPaths = await redactPathsOf(type)
    const context: ReadLetterContext = { type, redactPaths, now: deps.now(), newId: deps.newId }
    const failures = new Map<string, NewFailure>()
    for (const envelope of envelopes) {
      const failure = readable(envelope, context)
      failures.set(failure.deadId, failure)
    }
    for (const part of inStatements([...failures.values()]))
      await storePart(deps, { type, backend, redactPaths }, part)
  }
}

/** Nothing in a letter may throw; should something do, the letter is still kept. */
function readable(envelope: Envelope, context: ReadLetterContext): NewFailure {
  try {
    return readLetter(envelope, context)
  } catch (error) {
    const why = error instanceof Error ? error.name : 'an error'
    return bare(envelope, deadIdOf(readDeadLetter(envelope), context), context.now, `reading it threw ${why}`)
  }
}

function* inStatements(failures: readonly NewFailure[]): Generator<NewFailure[]> {
  let part: NewFailure[] = []
  let bytes = 0
  for (const failure of failures) {
    const size = failure.body.byteLength + failure.text.length
    if (part.length > 0 && bytes + size > MAX_STATEMENT_BYTES) {
      yield part
      part = []
      bytes = 0
    }
    part.push(failure)
    bytes += size
  }
  yield part
}

/** A letter that the database refuses is found by halving, so that the others are stored as they are. */
async function storePart(
  deps: ArchiveDeps,
  origin: FailureOrigin,
  failures: readonly NewFailure[],
): Promise<void> {
  const [first] = failures
  if (first === undefined) return
  try {
    const stored = await insertFailures(deps.database, origin, failures)
    if (stored > 0) deps.onStored?.(stored)
  } catch (error) {
    const refusal = refusalOf(error)
    if (failures.length === 1) return storeBare(deps, origin, first, refusal)
    const middle = Math.ceil(failures.length / 2)
    await storePart(deps, origin, failures.slice(0, middle))
    await storePart(deps, origin, failures.slice(middle))
  }
}

/**
 * @returns the SQLSTATE of an error that lies in the content
 * @throws what tells why nothing can be stored now. Never the database's own words when they may quote the content.
 */
function refusalOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  const state = typeof code === 'string' ? code : 'unknown'
  if (CONTENT_ERRORS.test(state)) return state
  if (databaseTrouble(error) !== null) throw error
  throw new Error(`The archive cannot store dead tasks now (SQLSTATE ${state}).`)
}

async function storeBare(
  deps: ArchiveDeps,
  origin: FailureOrigin,
  failure: NewFailure,
  state: string,
): Promise<void> {
  const why = `the database refused it (SQLSTATE ${state})`
  deps.log.warn(
    { deadId: failure.deadId, type: origin.type, sqlState: state },
    'a dead task could be stored only in part',
  )
  const envelope = { attributes: { deadreason: failure.reason }, body: failure.body }
  const stored = await insertFailures(deps.database, origin, [
    bare(envelope, failure.deadId, failure.failedAt, why),
  ]).catch((error: unknown) => {
    throw new Error(`A dead task could not be stored even in part (SQLSTATE ${refusalOf(error)}).`)
  })
  if (stored > 0) deps.onStored?.(stored)
}

/** The bytes, and what any database takes. */
function bare(envelope: Envelope, deadId: string, failedAt: Date, why: string): NewFailure {
  const cause = {
    errorName: 'StoredInPart',
    errorMessage: `Only the bytes of this dead task are kept: ${why}.`,
  }
  return {
    ...cause,
    deadId,
    taskId: deadId,
    project: null,
    instance: null,
    revision: null,
    reason: readDeadLetter(envelope).reason,
    fingerprint: fingerprintOf({ ...cause, status: null }),
    contentType: 'application/octet-stream',
    body: envelope.body,
    attributes: {},
    info: null,
    attempt: 1,
    firstFailedAt: failedAt,
    failedAt,
    diedInReplay: null,
    text: cause.errorMessage.toLowerCase(),
  }
}
