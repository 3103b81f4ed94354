/** What the suite needs to know of a backend in order to prove it. */
import type { BackendConfig } from '../../config.ts'
import type { Backend } from '../backend.ts'
import type { Capabilities } from '../capabilities.ts'
import type { BackendOptions } from '../registry.ts'

export interface Subject {
  /** A new, unconnected backend; all of them see the same queues. */
  readonly create: () => Promise<Backend>
  readonly capabilities: Capabilities
  /** Where an existing queue must exist before a type can name it. */
  readonly makeExistingQueue?: (name: string) => Promise<void>
  /** Only for durable backends: a broker of their own that the fault cases may break. */
  readonly faults?: () => Promise<FaultyBroker>
}

export interface FaultyBroker {
  /** How a child process reaches it, too. */
  readonly config: BackendConfig
  readonly options: BackendOptions
  /** Within what a dead consumer's tasks must be with another one. */
  readonly takeoverMs: number
  /** Cuts every connection of ours and tells how many. */
  cutConnections(): Promise<number>
  stop(): Promise<void>
  /** Without any chance to put things in order. */
  crash(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}
