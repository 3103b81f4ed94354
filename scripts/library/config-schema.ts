/**
 * The JSON Schema of the configuration file, from the schema that validates it: editors complete and check a file that names
 * it under `$schema`. What only our own validation knows (names that must exist, types that stand twice) it cannot say.
 */
import { z } from 'zod'
import { taskConfig } from '../../server/task/config.ts'
import { FIELD_DESCRIPTIONS } from './config-fields.ts'

const TITLE = 'Configuration of a Signalbox project'

interface JsonSchema {
  description?: string
  properties?: Record<string, JsonSchema>
}

/** A field is described by its path, or by its name where it means the same everywhere. */
function explainField(path: readonly (string | number)[], schema: JsonSchema): void {
  const names = path.filter((_part, index) => path[index - 1] === 'properties').map(String)
  const last = names.at(-1)
  if (last === undefined || path.at(-2) !== 'properties') return
  // What is declared with its own words keeps them, as do the options of built-in handlers.
  if (schema.description !== undefined || names.at(-2) === 'options') return
  const description = FIELD_DESCRIPTIONS[names.join('.')] ?? FIELD_DESCRIPTIONS[last]
  if (description === undefined) throw new Error(`config-fields.ts has no words for "${names.join('.')}"`)
  schema.description = description
}

/** @throws Error that names a field without a description */
export function configSchemaText(): string {
  const schema = z.toJSONSchema(taskConfig, {
    io: 'input',
    override: ({ jsonSchema, path }) => explainField(path, jsonSchema as JsonSchema),
  })
  return `${JSON.stringify({ title: TITLE, ...schema }, null, 2)}\n`
}
