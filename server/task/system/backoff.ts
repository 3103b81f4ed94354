/** How long to wait after so many failures in a row: half a second at first, doubling up to 30 seconds. */
export function backoffMs(failures: number, firstMs = 500, longestMs = 30_000): number {
  return Math.min(firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30), longestMs)
}
