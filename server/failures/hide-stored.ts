/**
 * When a type begins to hide more of its payload, what was stored before is hidden, too: in what is searched, in the
 * error, in the account of its death. Payloads are hidden as they are shown, so nothing is to be done about them; the bytes
 * stay, because a replay sends them.
 *
 * What a failure hid once, it hides for good: the text that would show it is not there any more.
 */
import { type Loop, repeat } from '../repeat.ts'
import type { Database } from '../store/database.ts'
import {
  type HidingType,
  hidingTypes,
  type NewTexts,
  replaceTexts,
  type StoredTexts,
  staleFailures,
  storedTexts,
} from '../store/failure-redaction.ts'
import { originalOf } from './original.ts'
import { shownTexts } from './read-letter.ts'
import { redactionOf } from './redaction.ts'

export interface HideStoredDeps {
  readonly database: Database
  readonly log: { warn(context: object, message: string): void }
  /** Default 5 s. */
  readonly everyMs?: number
}

const BATCH = 200

/** Every control plane does it: what the other has hidden already is not met again, and hiding twice does no harm. */
export function startHidingStored(deps: HideStoredDeps): Loop {
  const hide = createHiding(deps)
  return repeat(hide, {
    everyMs: deps.everyMs ?? 5_000,
    maxBackOffMs: 60_000,
    onError: (error) =>
      deps.log.warn({ err: error }, 'what a type hides is not hidden in older failures for now'),
  })
}

/**
 * One turn. A type is looked at until nothing is left to hide, and then again only when it hides something else: what was
 * being stored while the type was changed comes to light in the next turn.
 */
export function createHiding({ database }: Pick<HideStoredDeps, 'database'>) {
  const done = new Map<string, string>()

  return async function hideStored(signal?: AbortSignal): Promise<void> {
    for (const hiding of await hidingTypes(database)) {
      const paths = JSON.stringify(hiding.redactPaths)
      if (done.get(hiding.type) === paths) continue
      if ((await hideType(database, hiding, signal)) === 0) done.set(hiding.type, paths)
    }
  }
}

/** @returns how many there were to hide; those that are left when it is stopped are found again */
async function hideType(database: Database, hiding: HidingType, signal?: AbortSignal): Promise<number> {
  const stale = await staleFailures(database, hiding)
  for (let at = 0; at < stale.length && signal?.aborted !== true; at += BATCH) {
    const rows = await storedTexts(database, stale.slice(at, at + BATCH))
    const texts = rows.map((row) => hiddenTexts(row, hiding.redactPaths))
    await replaceTexts(database, texts)
  }
  return stale.length
}

function hiddenTexts(row: StoredTexts, added: readonly string[]): NewTexts {
  const redactPaths = [...new Set([...row.redactPaths, ...added])]
  const event = originalOf(row)
  const texts = shownTexts(row.info, event.attributes.id ?? '', redactionOf(event, redactPaths))
  const { deadId, errorName } = row
  // Without an account of its death there is no error but ours, which quotes nothing.
  const error = row.info === null ? row : texts
  return { ...texts, deadId, errorName, errorMessage: error.errorMessage, redactPaths }
}
