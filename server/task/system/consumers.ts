/** The consumers of an instance, and those that still finish what they run. */
import type { ConsumerConfig, TaskConfig } from '../config.ts'
import { ConsumerStats } from '../consume/consumer-stats.ts'
import type { ConsumerReport } from '../source/heartbeat.ts'
import type { BackendLink } from './backend-link.ts'
import { diffConsumers } from './diff-consumers.ts'
import { type ConsumerAssignment, SupervisedConsumer, type SupervisorTools } from './supervised-consumer.ts'

export interface ConsumersTools extends Omit<SupervisorTools, 'stats'> {
  /** How long a consumer that is taken away may finish what it runs, in milliseconds. */
  readonly drainMs: number
}

export type AssignmentOf = (config: ConsumerConfig) => ConsumerAssignment

export class Consumers {
  readonly #tools: ConsumersTools
  readonly #active = new Map<string, SupervisedConsumer>()
  readonly #leaving = new Map<SupervisedConsumer, Promise<void>>()
  /** By type: an instance's counts outlive the consumer that made them. */
  readonly #stats = new Map<string, ConsumerStats>()

  constructor(tools: ConsumersTools) {
    this.#tools = tools
  }

  configure(before: TaskConfig | null, after: TaskConfig, assignmentOf: AssignmentOf): void {
    const { added, changed, replaced, removed } = diffConsumers(before, after)
    for (const type of [...removed, ...replaced.map((consumer) => consumer.type)]) this.#remove(type)
    for (const config of changed) this.#active.get(config.type)?.apply(assignmentOf(config))
    for (const config of [...added, ...replaced]) this.#add(assignmentOf(config))
  }

  /** Resolves when each consumer runs or has failed to for the first time. */
  async tried(): Promise<void> {
    await Promise.all([...this.#active.values()].map((consumer) => consumer.firstTry))
  }

  /** Takes nothing more; resolves when everything that ran is finished or given back. */
  async drain(deadlineMs: number): Promise<void> {
    const ending = [...this.#active.values()].map((consumer) => consumer.stop(deadlineMs))
    await Promise.all([...ending, ...this.#leaving.values()])
  }

  tick(): void {
    for (const consumer of this.#active.values()) consumer.tick()
  }

  /** Types whose consumer crashed or whose handler fails. */
  alarmed(): string[] {
    return [...this.#active].filter(([, consumer]) => consumer.alarmed).map(([type]) => type)
  }

  links(): BackendLink[] {
    return [...this.#active.values(), ...this.#leaving.keys()].map(({ assignment }) => assignment.link)
  }

  /** Resolves when those that are leaving now have left. */
  async left(): Promise<void> {
    await Promise.all(this.#leaving.values())
  }

  errors(): Error[] {
    return [...this.#active.values()].map(({ error }) => error).filter((error) => error !== null)
  }

  /** One report per type: of the consumer that takes, else of one that still finishes. */
  report(): ConsumerReport[] {
    const reports = new Map(
      [...this.#leaving.keys()].map((consumer) => [typeOf(consumer), consumer.report()]),
    )
    for (const [type, consumer] of this.#active) reports.set(type, consumer.report())
    return [...reports.values()]
  }

  #add(assignment: ConsumerAssignment): void {
    const { type } = assignment.config
    const stats = this.#stats.get(type) ?? new ConsumerStats()
    this.#stats.set(type, stats)
    this.#active.set(type, new SupervisedConsumer(assignment, { ...this.#tools, stats }))
  }

  #remove(type: string): void {
    const consumer = this.#active.get(type)
    if (consumer === undefined) return
    this.#active.delete(type)
    const left = consumer.stop(this.#tools.drainMs).finally(() => this.#leaving.delete(consumer))
    this.#leaving.set(consumer, left)
  }
}

function typeOf(consumer: SupervisedConsumer): string {
  return consumer.assignment.config.type
}
