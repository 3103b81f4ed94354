/** The token of a set-up or invitation link: in the fragment, so that it reaches no server's log; or in the query. */
export function linkToken({ hash, search }: { hash: string; search: string }): string | null {
  const inFragment = new URLSearchParams(hash.replace(/^#/, '')).get('token')
  return inFragment || new URLSearchParams(search).get('token') || null
}
