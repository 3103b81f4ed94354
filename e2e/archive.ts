/** The failure archive and replays as a program reads them. */
import { type Call, mustCall } from './api.ts'

export interface Failure {
  readonly id: string
  readonly taskId: string
  readonly type: string
  readonly reason: string
  readonly responseStatus: number | null
  readonly attempts: number
  readonly status: string
  readonly diedInReplay: string | null
}

const PAGE = 200

/** All failures of the type in one status, page by page. */
export async function failuresOf(call: Call, type: string, status = 'dead'): Promise<Failure[]> {
  const found: Failure[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/failures?type=${type}&status=${status}&limit=${PAGE}${from}`
    const page: { items: Failure[]; nextCursor: string | null } = await mustCall(call, 'GET', path)
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}

interface Facets {
  readonly statuses: readonly { readonly value: string; readonly count: { readonly value: number } }[]
}

/** How many failures of the type there are in each status that has any. */
export async function countsOf(call: Call, type: string): Promise<Record<string, number>> {
  const { statuses } = await mustCall<Facets>(call, 'GET', `/failure-facets?type=${type}`)
  const some = statuses.filter(({ count }) => count.value > 0)
  return Object.fromEntries(some.map(({ value, count }) => [value, count.value]))
}

export interface Replay {
  readonly id: string
  readonly state: string
  readonly waiting: string | null
  readonly progress: {
    readonly selected: number | null
    readonly sent: number
    readonly resent: number
    readonly succeeded: number
    readonly failedAgain: number
    readonly running: number
    readonly pending: number
    readonly skipped: number
    readonly cancelled: number
    readonly unknown: number
  }
}

export const replayOf = (call: Call, id: string) => mustCall<Replay>(call, 'GET', `/replays/${id}`)

export const startReplay = (call: Call, body: Readonly<Record<string, unknown>>) =>
  mustCall<Replay>(call, 'POST', '/replays', body)
