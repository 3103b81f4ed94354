/** Which content type a download is stored with, and whether it may be. */
import { taskToBlame } from './ended.ts'
import type { Source } from './open-source.ts'

/** Of a source that names none (RFC 9110, section 8.3). */
const UNNAMED = 'application/octet-stream'

/**
 * Both what the source says and what the task wants it to be must be allowed.
 * @param allowed media types with commas between them; undefined: all
 * @throws Ended
 */
export function contentTypeFor(
  { shown, headers }: Source,
  wanted: string | undefined,
  allowed: string | undefined,
): string {
  const given = [headers['content-type']].flat()[0]?.trim() || UNNAMED
  for (const type of wanted === undefined ? [given] : [given, wanted])
    if (allowed !== undefined && !isAllowed(type, allowed))
      throw taskToBlame(
        `The source ${shown} is of the content type "${type}", expected one of: ${allowed}.`,
        {
          ...{ url: shown, contentType: type, allowed },
        },
      )
  return wanted ?? given
}

function isAllowed(type: string, allowed: string): boolean {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase()
  return allowed
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .some((entry) => entry === essence || (entry.endsWith('/*') && essence.startsWith(entry.slice(0, -1))))
}
