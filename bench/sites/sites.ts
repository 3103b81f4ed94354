/** Places on a server, one per measurement, so that none finds what another left. */
import type { Site } from '../core/contender.ts'

export interface Sites {
  /** Of the server, as people say it. */
  readonly version: string
  /** An empty place. */
  make(): Promise<Site>
  remove(site: Site): Promise<void>
  close(): Promise<void>
}
