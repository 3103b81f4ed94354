/** What a queue holds, as the API tells it. */
import { type Call, mustCall } from './api.ts'

export interface Depth {
  readonly ready: number | null
  readonly inFlight: number | null
  readonly delayed: number | null
  readonly dead: number | null
}

type Figures = Readonly<Record<keyof Depth, { readonly value: number | null }>>

/** As the last sample has it, in the backend where the type's tasks are now. */
export async function depthOf(call: Call, type: string): Promise<Depth> {
  const { backends } = await mustCall<{ backends: { depth: Figures }[] }>(call, 'GET', `/queues/${type}`)
  const depth = backends[0]?.depth
  if (depth === undefined) throw new Error(`${type} is in no backend`)
  const { ready, inFlight, delayed, dead } = depth
  return { ready: ready.value, inFlight: inFlight.value, delayed: delayed.value, dead: dead.value }
}
