/** The backends that an instance is connected to; several producers and consumers share one connection. */
import type { TaskConfig } from '../config.ts'
import { TaskError } from '../errors.ts'
import { BackendLink, type LinkTools, type MakeBackend } from './backend-link.ts'
import { backendKey } from './diff-consumers.ts'

export interface BackendLinksTools extends Omit<LinkTools, 'makeBackend'> {
  readonly makeBackend: (namespace: string) => MakeBackend
}

export class BackendLinks {
  readonly #tools: BackendLinksTools
  readonly #links = new Map<string, BackendLink>()

  constructor(tools: BackendLinksTools) {
    this.#tools = tools
  }

  /** The link for a backend of this configuration; the same one as long as its registration stays the same. */
  of({ backends, namespace }: TaskConfig, name: string): BackendLink {
    const config = backends[name]
    if (config === undefined) throw new TaskError('config-invalid', `There is no backend "${name}".`)
    const key = `${name} ${backendKey(config, namespace)}`
    const known = this.#links.get(key)
    if (known !== undefined) return known
    const link = new BackendLink(name, config, {
      ...this.#tools,
      makeBackend: this.#tools.makeBackend(namespace),
    })
    this.#links.set(key, link)
    return link
  }

  /** Disconnects all others. Never rejects. */
  async keepOnly(used: readonly BackendLink[]): Promise<void> {
    const kept = new Set(used)
    const unused = [...this.#links].filter(([, link]) => !kept.has(link))
    await Promise.all(unused.map(([key, link]) => this.#close(key, link)))
  }

  /** Why some are not connected. */
  problems(): Error[] {
    return [...this.#links.values()].map(({ problem }) => problem).filter((problem) => problem !== null)
  }

  tick(): void {
    for (const link of this.#links.values()) link.tick()
  }

  async #close(key: string, link: BackendLink): Promise<void> {
    this.#links.delete(key)
    await link.close().catch((error) => {
      this.#tools.logger.warn({ backend: link.name, error: String(error) }, 'backend did not close cleanly')
    })
  }
}
