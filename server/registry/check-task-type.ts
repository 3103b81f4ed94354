/** Whether a task type can be as it is wanted: backend, payload schema, order. */
import { type FieldError, invalid } from '../errors.ts'
import { findBackend, readBackends } from '../store/backends.ts'
import type { Db } from '../store/database.ts'
import type { TaskTypeFields } from '../store/task-types.ts'
import { type BackendKind, type Capabilities, isTaskError } from '../task/index.ts'
import { compilePayloadSchema } from '../task/publish/payload-schema.ts'

export interface TypeRules {
  readonly capabilitiesOf: (kind: BackendKind) => Capabilities
  /** Where types go that name no backend; null when the installation has none. */
  readonly defaultBackend: string | null
}

/**
 * The backend of a new type: the one it names, the installation's default, or the only one there is.
 * @throws Refusal 422 when there is no such choice
 */
export async function chooseBackend(db: Db, rules: TypeRules, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const backends = await readBackends(db)
  const chosen =
    backends.find((backend) => backend.name === rules.defaultBackend) ??
    (backends.length === 1 ? backends[0] : undefined)
  if (chosen !== undefined) return chosen.name
  const known = backends.map((backend) => backend.name).join(', ') || 'none is registered yet'
  throw invalid('The task type needs a backend.', [
    { pointer: '/backend', detail: `expected one of the registered backends (${known})` },
  ])
}

/** @throws Refusal 422 with every problem */
export async function refuseUnfitType(db: Db, rules: TypeRules, fields: TaskTypeFields): Promise<void> {
  const errors = [...(await backendProblems(db, rules, fields)), ...schemaProblems(fields)]
  if (errors.length > 0) throw invalid('The task type is not valid.', errors)
}

async function backendProblems(db: Db, rules: TypeRules, fields: TaskTypeFields): Promise<FieldError[]> {
  const backend = await findBackend(db, fields.backend)
  if (backend === null)
    return [{ pointer: '/backend', detail: `expected a registered backend, got "${fields.backend}"` }]
  if (fields.order === 'key' && !rules.capabilitiesOf(backend.kind as BackendKind).orderByKey)
    return [
      {
        pointer: '/order',
        detail: `expected "none": backend "${backend.name}" (${backend.kind}) cannot keep order by key`,
      },
    ]
  return []
}

function schemaProblems({ payloadSchema }: TaskTypeFields): FieldError[] {
  if (payloadSchema === null) return []
  try {
    compilePayloadSchema(payloadSchema)
    return []
  } catch (error) {
    if (!isTaskError(error)) throw error
    return [{ pointer: '/payloadSchema', detail: `expected a valid JSON Schema: ${error.message}` }]
  }
}
