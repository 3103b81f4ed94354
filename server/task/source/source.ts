/** Where a configuration comes from: the control plane, a file, or an object in the program. */

import type { TaskError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Heartbeat } from './heartbeat.ts'

export interface FoundConfig {
  /** Not validated yet. */
  readonly document: unknown
  /** What the source calls this version of the document; null where it has no name for it. */
  readonly etag: string | null
  /** For logs: "the control plane", "the saved copy", a path. */
  readonly from: string
}

/** What a source knows of the instance; it adds what only the process knows. */
export type InstanceReport = Omit<Heartbeat, 'host' | 'pid' | 'version' | 'memoryBytes' | 'eventLoopLagMs'>

/** Whom a source delivers to: the task system. */
export interface ConfigSink {
  readonly instance: string
  readonly logger: Logger
  /** Resolves when applied. @throws TaskError `config-invalid`: the one before stays in force */
  apply(found: FoundConfig): Promise<void>
  /** No configuration can be had for now, or none that is newer. */
  failed(error: TaskError): void
  /** What is applied is the newest there is. */
  upToDate(): void
  report(): InstanceReport
  command(command: 'drain' | 'stop'): void
}

export interface ConfigSource {
  /** Begins to deliver; does not wait for the first delivery. */
  start(sink: ConfigSink): void
  /** Something is in the report that should not wait for the next heartbeat. */
  reportSoon?(): void
  /** Delivers nothing more, says goodbye where that is the custom. Never rejects. */
  stop(): Promise<void>
}

export function isConfigSource(value: object): value is ConfigSource {
  return 'start' in value && typeof value.start === 'function'
}

/** A configuration that stands in the program and never changes. */
export function fromObject(document: unknown): ConfigSource {
  return {
    start(sink) {
      // A refusal is the system's to report; it stands in `failed` already.
      sink.apply({ document, etag: null, from: 'the program' }).catch(() => {})
    },
    async stop() {},
  }
}
