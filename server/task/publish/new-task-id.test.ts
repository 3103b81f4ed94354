import { validate, version } from 'uuid'
import { expect, it } from 'vitest'
import { newTaskId } from './new-task-id.ts'

it('makes UUIDv7s that are all different, each greater than the one before', () => {
  const ids = Array.from({ length: 10_000 }, newTaskId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(ids.toSorted())
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
})

it('says when an id was made', () => {
  const before = Date.now()
  const ms = Number.parseInt(newTaskId().replaceAll('-', '').slice(0, 12), 16)
  expect(ms).toBeGreaterThanOrEqual(before)
  expect(ms).toBeLessThanOrEqual(Date.now())
})
