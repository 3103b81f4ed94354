/**
 * Who must know that a configuration document may have changed, is told here: this process at once, every other
 * replica of the control plane by NOTIFY. Any room that changes what documents are made of goes through `apply`
 * (its own transaction) or `notify`.
 */
import {
  CONFIG_CHANNEL,
  type ConfigChange,
  type ConfigScope,
  type ConfigTransaction,
  changeConfiguration,
  recordConfigChange,
} from '../store/config-changes.ts'
import type { Database } from '../store/database.ts'
import { type Listening, listen } from '../store/listen.ts'

export type { ConfigChange, ConfigScope, ConfigTransaction }

export type ConfigChangeListener = (change: ConfigChange) => void

export interface ConfigChanges {
  /** Runs `work` in a transaction; after its commit everybody knows what it touched. */
  apply<T>(work: (transaction: ConfigTransaction) => Promise<T>): Promise<T>
  /** After a change that is already committed. Without a scope every document counts as changed. */
  notify(scope?: ConfigScope): Promise<void>
  /** The listener hears each change at least once, its own process's too; `version` tells repeats. */
  subscribe(listener: ConfigChangeListener): () => void
  /** Called when notifications may have been missed. */
  onGap(listener: () => void): () => void
  start(): Promise<void>
  close(): Promise<void>
}

interface Deps {
  readonly database: Database
  /** The connection that listens broke; it is made again. */
  readonly onError: (error: Error) => void
}

export function createConfigChanges({ database, onError }: Deps): ConfigChanges {
  const listeners = new Set<ConfigChangeListener>()
  const gapListeners = new Set<() => void>()
  let listening: Listening | null = null
  const announce = (change: ConfigChange) => {
    for (const listener of listeners) listener(change)
  }
  return {
    async apply(work) {
      const { result, change } = await changeConfiguration(database, work)
      if (change !== null) announce(change)
      return result
    },
    async notify(scope) {
      announce(await database.prisma.$transaction((tx) => recordConfigChange(tx, scope)))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onGap(listener) {
      gapListeners.add(listener)
      return () => gapListeners.delete(listener)
    },
    async start() {
      listening ??= await listen(database, CONFIG_CHANNEL, {
        onMessage: (payload) => announce(JSON.parse(payload) as ConfigChange),
        onConnected: () => {
          for (const listener of gapListeners) listener()
        },
        onError,
      })
    },
    async close() {
      await listening?.close()
      listening = null
    },
  }
}
