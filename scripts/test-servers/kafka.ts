/**
 * Kafka for a test file, in this order: the brokers that TEST_KAFKA_BROKERS names; a broker of our own, with Java and the
 * programs that Maven resolves. Else its suites are skipped, and say why; with CI=true that is a failure.
 */
import process from 'node:process'
import { kafkaClassPath } from './kafka-jars.ts'
import { startKafkaNode } from './kafka-node.ts'

export interface TestKafka {
  /** "host:port", separated by commas. */
  readonly brokers: string
  remove(): Promise<void>
}

/**
 * Whether a broker of our own can be started, which fault cases need.
 * @returns null when it can, else why not
 * @throws Error instead, with CI=true
 */
export function whyNoKafkaNode(): string | null {
  const found = kafkaClassPath()
  if ('classPath' in found) return null
  if (process.env.CI === 'true') throw new Error(found.reason)
  process.stderr.write(`Kafka suites are skipped: ${found.reason}\n`)
  return found.reason
}

/** @returns null when there is a broker to test with, else why not */
export function whyNoKafka(): string | null {
  return process.env.TEST_KAFKA_BROKERS === undefined ? whyNoKafkaNode() : null
}

/** To be called only where `whyNoKafka` gave null. */
export async function provideKafka(): Promise<TestKafka> {
  const { TEST_KAFKA_BROKERS: brokers } = process.env
  return brokers === undefined ? startKafkaNode() : { brokers, remove: async () => undefined }
}
