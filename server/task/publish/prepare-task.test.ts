import { describe, expect, it } from 'vitest'
import type { NewTask } from '../task.ts'
import { compilePayloadSchema } from './payload-schema.ts'
import { prepareTask } from './prepare-task.ts'

const now = new Date('2026-05-01T12:00:00.000Z')
const prepare = (input: Partial<NewTask>, check = null as ReturnType<typeof compilePayloadSchema> | null) =>
  prepareTask(
    { type: 'email.send', payload: {}, ...input },
    {
      project: 'shop',
      queue: { type: 'email.send' },
      check,
      maxPayloadBytes: 100,
      now: () => now,
      newId: () => 'new',
    },
  )

describe('preparing a task', () => {
  it('fills in what the publisher left out', () => {
    const { task, outgoing } = prepare({ payload: { to: 'a' } })
    expect(task).toMatchObject({ id: 'new', source: '/projects/shop', time: now, attempt: 1, tracked: false })
    expect(outgoing).not.toHaveProperty('dueAt')
    expect(outgoing.envelope.attributes).toMatchObject({
      id: 'new',
      type: 'email.send',
      source: '/projects/shop',
    })
  })

  it('turns a delay into the instant before which it is not delivered', () => {
    const dueAt = new Date('2026-05-01T12:00:05.000Z')
    const { task, outgoing } = prepare({ delayMs: 5_000 })
    expect(task.notBefore).toEqual(dueAt)
    expect(outgoing.dueAt).toEqual(dueAt)
    expect(outgoing.envelope.attributes.notbefore).toBe(dueAt.toISOString())
  })

  it('keeps what the publisher gave', () => {
    const given = {
      id: '1',
      source: '/x',
      time: new Date(0),
      replayId: 'r',
      maxAttempts: 1,
      traceparent: 't',
      tracked: true,
    }
    expect(prepare(given).task).toMatchObject(given)
  })

  it.each([
    [{ type: 'Email' }, 'attribute-invalid', 'type: expected lower-case words'],
    [{ delayMs: -1 }, 'attribute-invalid', 'delayMs: expected milliseconds from 0, got -1'],
    [{ delayMs: 1, notBefore: now }, 'attribute-invalid', 'expected no notBefore beside it'],
    [{ maxAttempts: 0 }, 'attribute-invalid', 'maxAttempts: expected a whole number from 1, got 0'],
    [{ expiresAt: new Date('x') }, 'attribute-invalid', 'expiresAt: expected a valid Date'],
    [{ partitionKey: 'a\nb' }, 'attribute-invalid', 'without control characters'],
    [{ payload: undefined }, 'payload-invalid', 'expected a JSON value'],
    [{ payload: 'x'.repeat(99) }, 'payload-too-large', 'has 101 bytes; expected at most 100'],
  ])('refuses %j', (input, code, message) => {
    expect(() => prepare(input)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  it('checks the payload against its schema, whatever draft that is', () => {
    for (const $schema of [
      'https://json-schema.org/draft/2020-12/schema',
      'http://json-schema.org/draft-07/schema#',
    ]) {
      const check = compilePayloadSchema({
        $schema,
        type: 'object',
        required: ['to'],
        properties: { to: {} },
        additionalProperties: false,
      })
      expect(() => prepare({ payload: { cc: 'a' } }, check)).toThrow(
        expect.objectContaining({ code: 'payload-invalid', message: expect.stringContaining('("cc")') }),
      )
      expect(prepare({ payload: { to: 'a' } }, check).task.payload).toEqual({ to: 'a' })
    }
  })

  it('compiles two versions of a schema with the same $id', () => {
    const $id = 'https://example.com/email'
    const first = compilePayloadSchema({ $id, type: 'string' })
    const second = compilePayloadSchema({ $id, type: 'number' })
    expect([first('x'), second(1)]).toEqual([[], []])
    expect(second('x')).toHaveLength(1)
  })
})
