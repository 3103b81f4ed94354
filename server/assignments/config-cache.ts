/**
 * Each project's configuration document, ready to be sent. 10,000 instances ask every five seconds: an answer from
 * here costs no query. A document is made anew only after something told that it may differ:
 *
 * 1. a change signal (this process's own, or another replica's by NOTIFY) names its project;
 * 2. at most once per second the installation's version is read; it differs when a signal was missed;
 * 3. at most every five seconds live instances are counted; rate shares follow from them;
 * 4. an override on it ends by itself at a known instant.
 */
import { notFound } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { readConfigVersion } from '../store/config-changes.ts'
import { readConfigSource } from '../store/config-source.ts'
import type { Database } from '../store/database.ts'
import { countLiveInstances, newestHeartbeat } from '../store/instances.ts'
import type { ConfigChange, ConfigChanges } from './config-changes.ts'
import { buildConfigDocument, etagOf, type InstallationConfig, sharesWith } from './config-document.ts'

const VERSION_CHECK_MS = 1_000
const LIVE_COUNT_MS = 5_000

export interface ConfigEntry {
  readonly etag: string
  /** The document as JSON. */
  readonly body: string
}

interface Slot {
  /** A promise: many who ask at once share one read. */
  readonly entry: Promise<ConfigEntry>
  /** Known once it is built. */
  sharesWith: ReadonlySet<string>
  expiresAt: Date | null
}

export interface ConfigCacheDeps extends Liveness {
  readonly database: Database
  readonly changes: ConfigChanges
  readonly installation: InstallationConfig
  /** The database could not be asked; what is known is served on. */
  readonly onError: (error: unknown) => void
}

export class ConfigCache {
  private readonly deps: ConfigCacheDeps
  private readonly slots = new Map<string, Slot>()
  private readonly watchers = new Map<string, Set<() => void>>()
  private readonly closing = new AbortController()
  private readonly unsubscribe: (() => void)[]
  private live: ReadonlyMap<string, number> = new Map()
  private version: number | null = null
  private checkedAtMs = Number.NEGATIVE_INFINITY
  private countedAtMs = Number.NEGATIVE_INFINITY
  private frozen: { readonly since: Date; readonly until: Date } | null = null
  private checking: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null

  constructor(deps: ConfigCacheDeps) {
    this.deps = deps
    this.unsubscribe = [
      deps.changes.subscribe((change) => this.applyChange(change)),
      deps.changes.onGap(() => void this.verify()),
    ]
  }

  /** From now on the checks run by themselves, and no request waits for one. */
  start(): void {
    this.timer ??= setInterval(() => void this.verify(), VERSION_CHECK_MS)
    this.timer.unref()
  }

  /** Aborted when nobody should wait any longer. */
  get closed(): AbortSignal {
    return this.closing.signal
  }

  close(): void {
    for (const stop of this.unsubscribe) stop()
    if (this.timer !== null) clearInterval(this.timer)
    this.closing.abort()
  }

  /** @throws Refusal 404 when there is no such project */
  async get(project: string): Promise<ConfigEntry> {
    if (this.timer === null && this.deps.clock().getTime() - this.checkedAtMs >= VERSION_CHECK_MS)
      await this.verify()
    return (this.slots.get(project) ?? this.fill(project)).entry
  }

  /** Calls back when the project's document may differ from what `get` has given. */
  watch(project: string, onChange: () => void): () => void {
    const watchers = this.watchers.get(project) ?? new Set()
    this.watchers.set(project, watchers.add(onChange))
    return () => {
      watchers.delete(onChange)
      if (watchers.size === 0 && this.watchers.get(project) === watchers) this.watchers.delete(project)
    }
  }

  private fill(project: string): Slot {
    const slot: Slot = {
      entry: Promise.resolve().then(() => this.build(project, slot)),
      sharesWith: new Set(),
      expiresAt: null,
    }
    this.slots.set(project, slot)
    // Nothing that failed is kept, neither an unknown project nor a database that was away.
    slot.entry.catch(() => this.slots.get(project) === slot && this.slots.delete(project))
    return slot
  }

  private async build(project: string, slot: Slot): Promise<ConfigEntry> {
    const { database, clock, installation } = this.deps
    // Without a first count every instance would be given the whole limit.
    if (this.frozen === null) await this.verify()
    const source = await readConfigSource(database, project, clock())
    if (source === null) throw notFound('project', project)
    slot.sharesWith = sharesWith(source)
    slot.expiresAt = source.nextExpiry
    const body = JSON.stringify(buildConfigDocument(source, installation, (name) => this.live.get(name) ?? 0))
    return { etag: etagOf(body), body }
  }

  /** The checks that no signal replaces. Never rejects: without the database what is known stands. */
  private verify(): Promise<void> {
    this.checking ??= this.check()
      .catch((error: unknown) => this.deps.onError(error))
      .finally(() => {
        this.checking = null
      })
    return this.checking
  }

  private async check(): Promise<void> {
    const now = this.deps.clock()
    this.checkedAtMs = now.getTime()
    for (const [project, { expiresAt }] of this.slots)
      if (expiresAt !== null && expiresAt <= now) this.invalidate(project)
    const version = await readConfigVersion(this.deps.database)
    if (version !== this.version) this.invalidateAll()
    this.version = version
    if (now.getTime() - this.countedAtMs >= LIVE_COUNT_MS) await this.count(now)
  }

  private async count(now: Date): Promise<void> {
    this.frozen ??= await this.freeze(now)
    const since = now < this.frozen.until ? this.frozen.since : liveSince(this.deps)
    this.applyCounts(await countLiveInstances(this.deps.database, since))
    this.countedAtMs = now.getTime()
  }

  /**
   * After the control plane was away no instance has been heard for a while. Until they had time to report, those
   * count as live that were live when it went, so that their shares do not jump.
   */
  private async freeze(now: Date): Promise<{ since: Date; until: Date }> {
    const newest = (await newestHeartbeat(this.deps.database)) ?? now
    const windowMs = now.getTime() - liveSince(this.deps).getTime()
    const last = Math.min(newest.getTime(), now.getTime())
    return { since: new Date(last - windowMs), until: new Date(now.getTime() + windowMs) }
  }

  private applyCounts(counts: ReadonlyMap<string, number>): void {
    const names = new Set([...counts.keys(), ...this.live.keys()])
    const changed = [...names].filter((name) => counts.get(name) !== this.live.get(name))
    this.live = counts
    for (const [project, slot] of this.slots)
      if (changed.some((name) => slot.sharesWith.has(name))) this.invalidate(project)
  }

  private applyChange({ version, projects }: ConfigChange): void {
    if (this.version !== null && version <= this.version) return
    const inOrder = this.version !== null && version === this.version + 1
    this.version = version
    if (!inOrder || projects === 'all') this.invalidateAll()
    else for (const project of projects) this.invalidate(project)
  }

  private invalidateAll(): void {
    for (const project of new Set([...this.slots.keys(), ...this.watchers.keys()])) this.invalidate(project)
  }

  private invalidate(project: string): void {
    this.slots.delete(project)
    const watchers = this.watchers.get(project)
    this.watchers.delete(project)
    for (const watcher of watchers ?? []) watcher()
  }
}
