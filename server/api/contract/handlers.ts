/** Built-in handlers: what an assignment may choose without code of its own. */
import { z } from '@hono/zod-openapi'
import { json, route } from './shapes.ts'

const jsonSchema = z.record(z.string(), z.unknown())

export const builtInView = z
  .object({
    /** What `handler.name` of an assignment says. */
    name: z.string(),
    version: z.int(),
    title: z.string(),
    description: z.string(),
    /** JSON Schema; an option with `format: "secret-reference"` takes a reference, never the secret. */
    options: jsonSchema,
    /** JSON Schema of the payload. */
    payload: jsonSchema,
    /** `timeoutMs`: longest time for one exchange with the service. */
    defaults: z.object({ timeoutMs: z.int() }),
    /** The package that workers need installed for it; null when none. */
    needs: z.string().nullable(),
  })
  .openapi('BuiltInHandler')
export type BuiltInView = z.infer<typeof builtInView>

export const listHandlers = route({
  method: 'get',
  path: '/handlers',
  access: 'read',
  tags: ['assignments'],
  summary: 'The built-in handlers',
  responses: { 200: json(z.object({ items: z.array(builtInView) }), 'All of them, by name') },
})
