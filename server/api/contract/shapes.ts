/** Shapes that several resources share. Everything here ends up in the OpenAPI document. */
import { createRoute, z } from '@hono/zod-openapi'
import type { Scope } from '../../auth/scopes.ts'
import { slug, taskTypeName } from '../../task/index.ts'

/** RFC 9457. `errors` names each field by JSON Pointer (bodies) or by parameter name. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Stable; may be matched on. */
    code: z.string(),
    requestId: z.string(),
    errors: z
      .array(
        z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }),
      )
      .optional(),
  })
  .catchall(z.unknown())
  .openapi('Problem')
export type Problem = z.infer<typeof problem>

export const instant = z.iso.datetime({ offset: true }).openapi({ example: '2026-01-31T12:00:00.000Z' })

/** A number with the way it was obtained; null is unknown, which is not zero. */
export const figure = z
  .object({ value: z.number().nullable(), quality: z.enum(['exact', 'estimated', 'unsupported']) })
  .openapi('Figure')

export const typeParam = z.object({ type: taskTypeName })
export const projectParam = z.object({ project: slug })
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
})

interface Access {
  /** The scope a caller needs; `public` routes need no credentials at all. */
  readonly access: Scope | 'public'
}

/** `createRoute` with what every route has: the scope it needs, and the problems it can answer. */
export function route<const R extends Omit<Parameters<typeof createRoute>[0], 'security'> & Access>(
  definition: R,
) {
  const { access, ...rest } = definition
  return createRoute({
    ...rest,
    'x-scope': access,
    ...(access === 'public' ? {} : { security: [{ session: [] }, { token: [] }] }),
    responses: {
      ...rest.responses,
      ...(access === 'public'
        ? {}
        : { 401: problemAnswer('No valid credentials'), 403: problemAnswer('Not allowed') }),
      default: problemAnswer('Any other problem'),
    },
  } as Omit<R, 'access'> & { 'x-scope': Scope | 'public' })
}
