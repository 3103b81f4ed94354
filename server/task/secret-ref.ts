/** How a configuration names a secret without holding it. */
import { z } from 'zod'

export const SECRET_REF_PATTERN = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|store:[A-Za-z0-9_.-]+)$/
export const SECRET_REF_EXPECTED = 'expected "env:NAME", "file:PATH" or "store:NAME"'

/** A reference to a secret, never the secret itself. */
export const secretRef = z.string().regex(SECRET_REF_PATTERN, SECRET_REF_EXPECTED)
