/** Built-in handlers: what an assignment may choose without code of its own. */
import { z } from '@hono/zod-openapi'
import { HANDLER_CATEGORIES, retryPolicy } from '../../task/index.ts'
import { json, route } from './shapes.ts'

const jsonSchema = z.record(z.string(), z.unknown())

export const builtInView = z
  .object({
    /** What `handler.name` of an assignment says. */
    name: z.string(),
    version: z.int(),
    title: z.string(),
    description: z.string(),
    category: z.enum(HANDLER_CATEGORIES),
    /** JSON Schema; an option with `format: "secret-reference"` takes a reference, never the secret. */
    options: jsonSchema,
    /** JSON Schema of the payload. */
    payload: jsonSchema,
    /** A payload that would do, for those who try it. */
    example: z.unknown(),
    /** What suits the service; `timeoutMs` is the longest time for one exchange with it, too. */
    defaults: z.object({
      timeoutMs: z.int(),
      maxAttempts: z.int().optional(),
      retry: retryPolicy.optional(),
    }),
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
