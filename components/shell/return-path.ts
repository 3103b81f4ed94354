/** Where to go after signing in. Only paths of this console are followed: anything else would be an open redirect. */
const OUTSIDE = ['/login', '/setup', '/invite']

/** The sign-in page that leads back here; null when the reader is already outside the console. */
export function loginPath(pathname: string, search: string): string | null {
  if (OUTSIDE.some((path) => pathname.startsWith(path))) return null
  const here = pathname + search
  return here === '/overview' || here === '/' ? '/login' : `/login?from=${encodeURIComponent(here)}`
}

export function returnPath(from: string | null): string {
  if (!from || !/^\/(?![/\\])/.test(from)) return '/overview'
  return OUTSIDE.some((path) => from.startsWith(path)) ? '/overview' : from
}
