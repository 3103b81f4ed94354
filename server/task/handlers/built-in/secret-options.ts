/** Options of built-in handlers that are references to secrets: how they are declared, found and resolved. */
import { z } from 'zod'
import { SECRET_REF_EXPECTED, SECRET_REF_PATTERN } from '../../secret-ref.ts'
import type { SecretResolver } from '../../source/secrets.ts'

/** Marks such an option in its JSON Schema. */
export const SECRET_FORMAT = 'secret-reference'

/** The message never shows what was given: it may be the secret itself, typed into the wrong place. */
export function secretOption(title: string, description: string) {
  return z
    .string(`${SECRET_REF_EXPECTED}, got something else`)
    .regex(SECRET_REF_PATTERN, `${SECRET_REF_EXPECTED}, got something that is no reference`)
    .meta({ title, description, format: SECRET_FORMAT })
}

type Schema = { readonly [key: string]: unknown }
type Replace = (reference: string) => string

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function mapSecrets(schema: unknown, value: unknown, replace: Replace): unknown {
  if (!isObject(schema)) return value
  if (schema.format === SECRET_FORMAT && typeof value === 'string') return replace(value)
  if (!isObject(value)) return value
  const known = isObject(schema.properties) ? schema.properties : {}
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      mapSecrets(Object.hasOwn(known, key) ? known[key] : schema.additionalProperties, entry, replace),
    ]),
  )
}

/** The references in `options`, each once. */
export function secretReferences(schema: z.ZodObject, options: unknown): string[] {
  return referencesIn(z.toJSONSchema(schema), options)
}

function referencesIn(schema: Schema, options: unknown): string[] {
  const found = new Set<string>()
  mapSecrets(schema, options, (reference) => {
    found.add(reference)
    return reference
  })
  return [...found]
}

/**
 * @returns the options with each reference replaced by its secret, and the secrets
 * @throws TaskError `secret-unresolved`
 */
export async function resolveOptions<Options>(
  schema: z.ZodObject,
  options: Options,
  secrets: SecretResolver,
): Promise<{ readonly options: Options; readonly secrets: readonly string[] }> {
  return resolveSecrets(z.toJSONSchema(schema), options, secrets)
}

/** The same by a JSON Schema. */
export async function resolveSecrets<Options>(
  schema: Schema,
  options: Options,
  secrets: SecretResolver,
): Promise<{ readonly options: Options; readonly secrets: readonly string[] }> {
  const values = new Map<string, string>()
  for (const reference of referencesIn(schema, options))
    values.set(reference, await secrets.resolve(reference))
  const resolved = mapSecrets(schema, options, (reference) => values.get(reference) ?? '')
  return { options: resolved as Options, secrets: [...values.values()] }
}
