/** The consumers of an instance, and those that still finish what they run. */
import type { ConsumerConfig, TaskConfig } from '../config.ts'
import { ConsumerStats } from '../consume/consumer-stats.ts'
import { WorkerSlots } from '../consume/worker-slots.ts'
import type { ConsumerReport } from '../source/heartbeat.ts'
import type { BackendLink } from './backend-link.ts'
import type { ConsumedQueue } from './consumed-queues.ts'
import { diffConsumers } from './diff-consumers.ts'
import { reportOf } from './report-of.ts'
import { type ConsumerAssignment, SupervisedConsumer, type SupervisorTools } from './supervised-consumer.ts'

export interface ConsumersTools extends Omit<SupervisorTools, 'stats' | 'slots'> {
  /** How long a consumer that is taken away may finish what it runs, in milliseconds. */
  readonly drainMs: number
}

export type AssignmentOf = (config: ConsumerConfig) => ConsumerAssignment

export class Consumers {
  readonly #tools: ConsumersTools
  /** By queue. */
  readonly #active = new Map<string, SupervisedConsumer>()
  readonly #leaving = new Map<SupervisedConsumer, Promise<void>>()
  /** By type: an instance's counts outlive the consumer that made them. */
  readonly #stats = new Map<string, ConsumerStats>()

  constructor(tools: ConsumersTools) {
    this.#tools = tools
  }

  configure(before: TaskConfig | null, after: TaskConfig, assignmentOf: AssignmentOf): void {
    const { added, changed, replaced, removed } = diffConsumers(before, after)
    for (const id of [...removed, ...replaced.map((queue) => queue.id)]) this.#remove(id)
    for (const { id, consumer } of changed) this.#active.get(id)?.apply(assignmentOf(consumer))
    for (const queue of [...added, ...replaced]) this.#add(queue, assignmentOf(queue.consumer))
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

  /** Types of which a task ran at or after that instant. */
  ranSince(sinceMs: number): string[] {
    const ran = [...this.#active.values(), ...this.#leaving.keys()].filter((one) => one.ranSince(sinceMs))
    return [...new Set(ran.map(typeOf))]
  }

  /** Types whose consumer crashed or whose handler fails. */
  alarmed(): string[] {
    return [...this.#active.values()].filter((consumer) => consumer.alarmed).map(typeOf)
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

  /** One report per type: of the consumers that take, else of one that still finishes. */
  report(): ConsumerReport[] {
    const reports = new Map(
      [...this.#leaving.keys()].map((consumer) => [typeOf(consumer), consumer.report()]),
    )
    const taking = Map.groupBy(this.#active.values(), typeOf)
    for (const [type, consumers] of taking) reports.set(type, reportOf(consumers.map((one) => one.report())))
    return [...reports.values()]
  }

  #add({ id }: ConsumedQueue, assignment: ConsumerAssignment): void {
    const { type } = assignment.config
    const stats = this.#stats.get(type) ?? new ConsumerStats()
    this.#stats.set(type, stats)
    const sibling = [...this.#active.values()].find((consumer) => typeOf(consumer) === type)
    const slots = sibling?.slots ?? new WorkerSlots()
    this.#active.set(id, new SupervisedConsumer(assignment, { ...this.#tools, stats, slots }))
  }

  #remove(id: string): void {
    const consumer = this.#active.get(id)
    if (consumer === undefined) return
    this.#active.delete(id)
    const left = consumer.stop(this.#tools.drainMs).finally(() => this.#leaving.delete(consumer))
    this.#leaving.set(consumer, left)
  }
}

function typeOf(consumer: SupervisedConsumer): string {
  return consumer.assignment.config.type
}
