/** Secrets that we hand out once and store as hashes: API tokens and one-time links. */
import { createHash, randomBytes } from 'node:crypto'

/** Characters of a token that may be shown, to recognise it by. */
const PREFIX_LENGTH = 12

/** SHA-256, hex. The secrets have 256 bits of randomness, so that a slow hash would add nothing. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex')

export const newTokenSecret = () => `sbx_${randomBytes(32).toString('base64url')}`
export const newLinkSecret = () => randomBytes(32).toString('base64url')

/** What of a token may be shown; of one that is not ours (a bootstrap token) fewer characters. */
export const tokenPrefix = (secret: string) =>
  secret.startsWith('sbx_') ? secret.slice(0, PREFIX_LENGTH) : secret.slice(0, 4)
