/**
 * A consumer in a process of its own, for a test to kill. Argument: JSON, see `ConsumerOrder`. Writes a line per step:
 * `took ID`, `done ID` (what a target would have counted), `acked ID`, or `lost ID` when the acknowledgement was refused.
 */
import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BackendConfig } from '../../config.ts'
import type { Delivery, QueueSpec } from '../backend.ts'
import { type BackendOptions, createBackend } from '../registry.ts'

export interface ConsumerOrder {
  readonly config: BackendConfig
  readonly options: BackendOptions
  readonly queue: QueueSpec
  readonly prefetch: number
  /** How long each task takes. */
  readonly workMs: number
  readonly orderByKey?: boolean
}

/** Synchronous, so that no line is lost with the process. A full pipe is waited for: the reader may be slow. */
function report(step: string, id: string): void {
  for (;;) {
    try {
      writeSync(1, `${step} ${id}\n`)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}

async function work(delivery: Delivery, workMs: number): Promise<void> {
  const id = delivery.envelope.attributes.id ?? ''
  report('took', id)
  await sleep(workMs)
  report('done', id)
  await delivery.ack().then(
    () => report('acked', id),
    () => report('lost', id),
  )
}

const order: ConsumerOrder = JSON.parse(argv[2] ?? '')
const backend = await createBackend(order.config, order.options)
await backend.connect()
await backend.consume(order.queue, {
  prefetch: order.prefetch,
  orderByKey: order.orderByKey ?? false,
  onDelivery: (delivery) => void work(delivery, order.workMs),
  onError: (error) => {
    throw error
  },
})
