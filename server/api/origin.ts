/** Cross-site request forgery: a browser says where a request was made, and a cookie alone proves nothing. */
import { Refusal } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
export const changesState = (method: string) => !SAFE_METHODS.has(method)

const refused = (origin: string) =>
  new Refusal(403, 'origin-refused', `A page of "${origin}" may not change anything here.`)

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** The scheme is not compared with the request's own: a proxy in front may have ended TLS. */
function isOwn(origin: string, baseUrl: string, host: string | undefined): boolean {
  if (origin === new URL(baseUrl).origin) return true
  return host !== undefined && hostOf(origin) === host.toLowerCase()
}

interface Origins {
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined
  readonly host: string | undefined
}

/**
 * For a state-changing request.
 * @param proof `required` with a cookie: a request that does not say where it was made is refused; `if-said` without
 * credentials: only what a browser declares to be foreign is
 * @throws Refusal 403 `origin-refused`
 */
export function checkOrigin(said: Origins, baseUrl: string, proof: 'required' | 'if-said'): void {
  const { origin, site, host } = said
  if (origin !== undefined) {
    if (!isOwn(origin, baseUrl, host)) throw refused(origin)
    return
  }
  if (site === 'same-origin') return
  if (site === undefined && proof === 'if-said') return
  throw refused(site === undefined ? 'an unknown origin' : site)
}
