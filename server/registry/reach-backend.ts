/** Does something with a backend now, or says which backend could not be asked and why. */
import { Refusal } from '../errors.ts'
import { type Backend, isTaskError } from '../task/index.ts'
import type { BackendPool } from './backend-pool.ts'

const AWAY: ReadonlySet<string> = new Set(['backend-unavailable', 'secret-unresolved'])

/** @throws Refusal 503 that names the backend; whatever else `work` throws */
export async function reachBackend<T>(
  pool: BackendPool,
  name: string,
  work: (backend: Backend) => Promise<T>,
): Promise<T> {
  try {
    return await work(await pool.get(name))
  } catch (error) {
    if (!isTaskError(error) || !AWAY.has(error.code)) throw error
    throw new Refusal(503, error.code, `The backend "${name}" cannot be reached: ${error.message}`, {
      extra: { backend: name },
    })
  }
}
