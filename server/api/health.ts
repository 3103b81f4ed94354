/** For load balancers and supervisors: is this process alive, and can it do its work? Public. */
import { checkReadiness, type Readiness, type ReadinessDeps } from '../registry/check-readiness.ts'
import type { Api } from './types.ts'

/** Public, so that many who ask cost no more than one. */
const REMEMBERED_MS = 1_000

export function registerHealth(app: Api, deps: ReadinessDeps): void {
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | null = null
  app.get('/health/live', (c) => c.json({ status: 'alive' }))
  app.get('/health/ready', async (c) => {
    if (last === null || performance.now() - last.at > REMEMBERED_MS)
      last = { at: performance.now(), answer: checkReadiness(deps) }
    const { ready, ...details } = await last.answer
    return c.json({ status: ready ? 'ready' : 'not-ready', ...details }, ready ? 200 : 503)
  })
}
