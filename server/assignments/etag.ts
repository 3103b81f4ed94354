/** Entity tags of RFC 9110, section 8.8.3 and 13.1. */
import { Refusal } from '../errors.ts'
import type { ExpectedRevision } from './save-assignments.ts'

const TAG = /(?:W\/)?"([^"]*)"/g

/** The opaque parts of a list of tags; a tag without quotes, as some programs send it, counts too. */
function tagsOf(header: string): string[] {
  const quoted = [...header.matchAll(TAG)].map((match) => match[1] ?? '')
  return quoted.length > 0 ? quoted : header.split(',').map((part) => part.trim())
}

/** `If-None-Match` compares weakly: true when the caller has this document already. */
export function matchesAny(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header === etag || tagsOf(header).includes(etag.slice(1, -1))
}

export const revisionEtag = (revision: number) => `"${revision}"`

/**
 * `If-Match` of a save. Weak tags count: a proxy that compresses answers makes ours weak.
 * @throws Refusal 400 when it holds anything that is no revision
 */
export function expectedRevisions(header: string | undefined): ExpectedRevision | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return 'any'
  const tags = tagsOf(header)
  if (tags.every((tag) => /^\d{1,9}$/.test(tag))) return tags.map(Number)
  throw new Refusal(400, 'header-invalid', 'The If-Match header names no revision.', {
    errors: [{ parameter: 'If-Match', detail: 'expected the ETag that was read, such as "42"' }],
  })
}
