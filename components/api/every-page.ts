/** Keyset pages joined to one list, for names to choose from: such a list must not end silently at a page. */
interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}
export interface Pages<T> {
  readonly items: T[]
  /** False when it stopped at `most` with more to read. */
  readonly complete: boolean
}

export const PAGE_SIZE = 500

export async function everyPage<T>(
  read: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
  most = Number.POSITIVE_INFINITY,
): Promise<Pages<T>> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await read({ limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && items.length < most)
  return { items, complete: cursor === null }
}
