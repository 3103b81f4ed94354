import { z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { newTask, taskBatch } from './contract/tasks.ts'
import { fieldErrors, refuseInvalid } from './validation.ts'

function errorsOf(schema: z.ZodType, body: unknown) {
  const result = schema.safeParse(body)
  return result.error === undefined ? [] : fieldErrors(result.error, body)
}

const example = z.strictObject({
  name: z.string().min(3).max(5),
  count: z.number().int().min(1).max(10).optional(),
  kind: z.enum(['a', 'b']).optional(),
  list: z
    .array(z.object({ 'odd/key~': z.string() }))
    .max(1)
    .optional(),
  map: z.record(z.string().regex(/^k/), z.number()).optional(),
  password: z.string().min(12, 'expected at least 12 characters').optional(),
})

describe('"expected x, got y"', () => {
  it.each([
    [{}, '/name', 'expected string, got nothing'],
    [{ name: null }, '/name', 'expected string, got null'],
    [{ name: [] }, '/name', 'expected string, got array'],
    [{ name: 'ab' }, '/name', 'expected at least 3 characters, got 2'],
    [{ name: 'abcdef' }, '/name', 'expected at most 5 characters, got 6'],
    [{ name: 'abc', count: 0 }, '/count', 'expected at least 1, got 0'],
    [{ name: 'abc', count: 11 }, '/count', 'expected at most 10, got 11'],
    [{ name: 'abc', count: 1.5 }, '/count', 'expected int, got number'],
    [{ name: 'abc', kind: 'c' }, '/kind', 'expected one of "a", "b", got string'],
    [{ name: 'abc', list: [{ 'odd/key~': 1 }] }, '/list/0/odd~1key~0', 'expected string, got number'],
    [{ name: 'abc', list: [{}, {}] }, '/list', 'expected at most 1 item, got 2'],
    [{ name: 'abc', extra: 1 }, '/extra', 'expected no such field'],
    [{ name: 'abc', map: { x: 1 } }, '/map/x', 'expected text matching /^k/, got string'],
    [{ name: 'abc', password: 'hunter2' }, '/password', 'expected at least 12 characters, got 7'],
    [7, '', 'expected object, got number'],
  ])('%o → %s', (body, pointer, detail) => {
    expect(errorsOf(example, body)).toContainEqual({ pointer, detail })
  })

  it('explains a union by the branch that fits best', () => {
    const schema = z.union([newTask, taskBatch])
    const batch = {
      tasks: [
        { type: 'email.send', payload: 1 },
        { type: 'NOT A TYPE', payload: 1 },
      ],
    }
    expect(errorsOf(schema, batch)).toEqual([
      { pointer: '/tasks/1/type', detail: expect.stringContaining('expected lower-case words') },
    ])
  })

  it('never repeats a value of a body', () => {
    expect(JSON.stringify(errorsOf(example, { name: 'abc', password: 'hunter2' }))).not.toContain('hunter2')
  })

  it('names a parameter where it is not a body', () => {
    const result = { ...z.object({ limit: z.coerce.number().max(500) }).safeParse({ limit: '501' }) }
    expect(() => refuseInvalid({ ...result, target: 'query', data: { limit: '501' } })).toThrow(
      expect.objectContaining({
        status: 422,
        errors: [{ parameter: 'limit', detail: 'expected at most 500, got 501' }],
      }),
    )
  })
})
