import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRefresher, type Refresher } from './refresh'

let client: QueryClient
let refresher: Refresher
const leave: (() => void)[] = []

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  refresher = createRefresher(client, 20)
})
afterEach(() => {
  refresher.stop()
  for (const stop of leave.splice(0)) stop()
  client.clear()
})

/** A query that a screen shows, and how often it has been read. */
async function shown(queryKey: unknown[], refetchInterval: number | false = 60_000) {
  const read = vi.fn(async () => read.mock.calls.length)
  const observer = new QueryObserver(client, { queryKey, queryFn: read, refetchInterval })
  leave.push(observer.subscribe(() => undefined))
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(1))
  return { read, observer }
}

describe('an announcement', () => {
  test('reads again what is shown of the resources it names, and nothing else', async () => {
    const [queues, projects] = [await shown(['queues', 'list', {}]), await shown(['projects', 'list'])]
    refresher.add(['queues'])
    await vi.waitFor(() => expect(queues.read).toHaveBeenCalledTimes(2))
    refresher.add(['projects', 'something-newer'])
    await vi.waitFor(() => expect(projects.read).toHaveBeenCalledTimes(2))
    expect(queues.read).toHaveBeenCalledTimes(2)
  })

  test('leaves alone what is held still, previews, peeked tasks and long histories', async () => {
    const still = [
      await shown(['queues', 'list', {}], false),
      await shown(['change-sets', 'preview', {}]),
      await shown(['queues', 'messages', 'email.send', 'ready']),
      await shown(['queues', 'history', 'email.send', '7d']),
    ]
    const followed = await shown(['queues', 'one', 'email.send'])
    refresher.all()
    await vi.waitFor(() => expect(followed.read).toHaveBeenCalledTimes(2))
    expect(still.map(({ read }) => read.mock.calls.length)).toEqual([1, 1, 1, 1])
  })

  test('does not read a long list again, page by page', async () => {
    const queryFn = vi.fn(async ({ pageParam }: { pageParam: number }) => pageParam)
    const observer = new InfiniteQueryObserver(client, {
      ...{ queryKey: ['failures', 'list'], queryFn, refetchInterval: 60_000 },
      initialPageParam: 0,
      getNextPageParam: (last: number) => last + 1,
    })
    leave.push(observer.subscribe(() => undefined))
    const pages = () => observer.getCurrentResult().data?.pages.length
    await vi.waitFor(() => expect(pages()).toBe(1))
    refresher.add(['failures'])
    await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2))
    for (const more of [2, 3]) {
      await observer.fetchNextPage()
      expect(pages()).toBe(more)
    }
    const other = await shown(['failures', 'facets'])
    refresher.add(['failures'])
    await vi.waitFor(() => expect(other.read).toHaveBeenCalledTimes(2))
    expect(queryFn).toHaveBeenCalledTimes(4)
  })

  test('makes what nobody looks at stale, so that it is read when somebody does', async () => {
    const { observer, read } = await shown(['instances', {}])
    leave.pop()?.()
    refresher.add(['instances'])
    await vi.waitFor(() => expect(observer.getCurrentQuery().state.isInvalidated).toBe(true))
    expect(read).toHaveBeenCalledTimes(1)
  })

  test('that comes while a query is being read reads it once more afterwards, without cancelling it', async () => {
    const answers: (() => void)[] = []
    let cancelled = 0
    const queryFn = vi.fn(({ signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => {
        cancelled += 1
      })
      return new Promise<number>((resolve) => answers.push(() => resolve(answers.length)))
    })
    const observer = new QueryObserver(client, {
      queryKey: ['replays', 'list'],
      queryFn,
      refetchInterval: 60_000,
    })
    leave.push(observer.subscribe(() => undefined))
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    for (let i = 0; i < 5; i += 1) refresher.add(['replays'])
    answers[0]?.()
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.()
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(2))
    expect([queryFn.mock.calls.length, cancelled]).toEqual([2, 0])
  })
})
