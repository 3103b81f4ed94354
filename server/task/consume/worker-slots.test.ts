import { expect, it } from 'vitest'
import { WorkerSlots } from './worker-slots.ts'

/** A queue that starts a task whenever there is room for one. */
function queue(name: string, slots: WorkerSlots, workers: number, started: string[]) {
  const take = () => {
    if (slots.busy >= workers) return
    slots.occupy()
    started.push(name)
  }
  return { take, leave: slots.join(take) }
}

it('offers a slot that became free to each queue in turn', () => {
  const slots = new WorkerSlots()
  const started: string[] = []
  const old = queue('old', slots, 1, started)
  queue('new', slots, 1, started)
  old.take()
  for (let task = 0; task < 4; task++) slots.free()
  expect(started).toEqual(['old', 'old', 'new', 'old', 'new'])
  expect(slots.busy).toBe(1)
})

it('offers none to a queue that has left', () => {
  const slots = new WorkerSlots()
  const started: string[] = []
  const old = queue('old', slots, 1, started)
  queue('new', slots, 1, started)
  old.take()
  old.leave()
  slots.free()
  slots.free()
  expect(started).toEqual(['old', 'new', 'new'])
})
