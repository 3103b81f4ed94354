/** Built-in handlers: what an assignment may choose without code of its own. */
import { z } from '@hono/zod-openapi'
import { HANDLER_CATEGORIES, handlerConfig, retryPolicy, taskTypeName } from '../../task/index.ts'
import { json, jsonBody, route } from './shapes.ts'

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

const shownBody = z.object({
  /** Null: not shown; `note` says why. */
  text: z.string().nullable(),
  /** What is left out of a body that is not shown whole. */
  note: z.string().nullable(),
})
const headers = z.record(z.string(), z.string())

export const handlerTest = z
  .object({
    /** What the consumer would make of it. */
    verdict: z.enum(['done', 'retry', 'dead']),
    /** Why it would be dead. */
    reason: z.string().nullable(),
    error: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
    /** How long the service asks to wait before the next attempt, milliseconds. */
    afterMs: z.number().nullable(),
    tookMs: z.number(),
    /** Those over HTTP, with secrets hidden; a handler that speaks anything else shows none. */
    exchanges: z.array(
      z.object({
        request: z.object({ method: z.string(), url: z.string(), headers, body: shownBody }),
        /** Null: no answer came. */
        response: z.object({ status: z.int(), headers, body: shownBody }).nullable(),
        tookMs: z.number(),
      }),
    ),
  })
  .openapi('HandlerTest')
export type HandlerTestView = z.infer<typeof handlerTest>

export const testHandler = route({
  method: 'post',
  path: '/handlers/test',
  access: 'configure',
  tags: ['assignments'],
  summary: 'Run one task through a handler, in the control plane',
  description:
    'A real call to the service. Nothing is published and nothing is tried again; the answer tells what happened. ' +
    'Only `http` and built-in handlers: others run in the process of their project.',
  request: jsonBody(
    z
      .strictObject({
        handler: handlerConfig,
        /** The task type that the task shall have. */
        type: taskTypeName.optional(),
        payload: z.unknown().refine((value) => value !== undefined, 'expected a JSON value, got nothing'),
      })
      .openapi('TestHandler'),
  ),
  responses: { 200: json(handlerTest, 'What happened') },
})
