import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { base, consumer, RETRY, started, statsOf } from '../system/test-system.ts'
import type { Task } from '../task.ts'
import { openTelemetry } from './opentelemetry.ts'

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const tracer = provider.getTracer('test')
const contexts = new AsyncLocalStorageContextManager()

beforeAll(() => void context.setGlobalContextManager(contexts.enable()))
afterAll(() => context.disable())
beforeEach(() => exporter.reset())

const middleware = openTelemetry({ tracer })
const twice = { ...base(), consumers: [consumer({ retry: { maxAttempts: 2, ...RETRY } })] }
const spansNamed = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name)
const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId
const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId

describe('traces', () => {
  it('hold the publish and each attempt, retries included, under the span that published', async () => {
    const seen: Task[] = []
    const handler = (task: Task) => {
      seen.push(task)
      tracer.startSpan(`inside ${task.attempt}`).end()
      if (task.attempt === 1) throw new Error('not yet')
    }
    const { system } = await started({ 'email.send': handler }, twice, { middleware })
    const { id } = await tracer.startActiveSpan('request', async (span) => {
      const published = await system.publish('email.send', { to: 'a' })
      span.end()
      return published
    })
    await vi.waitFor(() => expect(spansNamed('execute email.send')).toHaveLength(2))
    const [request] = spansNamed('request')
    const [publish] = spansNamed('publish email.send')
    const [first, second] = spansNamed('execute email.send')
    expect(new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId)).size).toBe(1)
    expect(parentOf(publish)).toBe(idOf(request))
    for (const attempt of [first, second]) {
      expect(parentOf(attempt)).toBe(idOf(publish))
      expect(attempt?.parentSpanContext?.isRemote).toBe(true)
    }
    expect(publish).toMatchObject({ kind: SpanKind.PRODUCER, attributes: { 'messaging.message.id': id } })
    expect(first).toMatchObject({
      kind: SpanKind.CONSUMER,
      status: { code: SpanStatusCode.ERROR, message: 'not yet' },
      attributes: { 'signalbox.task.attempt': 1, 'signalbox.verdict': 'retry', 'messaging.message.id': id },
    })
    expect(second).toMatchObject({
      status: { code: SpanStatusCode.UNSET },
      attributes: { 'signalbox.task.attempt': 2, 'signalbox.verdict': 'done' },
    })
    expect(parentOf(spansNamed('inside 2')[0])).toBe(idOf(second))
    // What the handler passes on continues its own span.
    expect(seen[1]?.traceparent).toContain(idOf(second))
  })

  it('go on from a task that a foreign publisher has traced, with its state', async () => {
    const { system } = await started({ 'email.send': () => {} }, twice, { middleware })
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    await system.publish('email.send', 1, { traceparent, tracestate: 'vendor=x' })
    await vi.waitFor(() => expect(spansNamed('execute email.send')).toHaveLength(1))
    const [publish] = spansNamed('publish email.send')
    expect(publish?.spanContext().traceId).toBe('a'.repeat(32))
    expect(parentOf(publish)).toBe('b'.repeat(16))
    const [execute] = spansNamed('execute email.send')
    expect(execute?.spanContext().traceState?.serialize()).toBe('vendor=x')
  })

  it.each([
    ['x'],
    [`00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
    [`ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
  ])('begin anew after a traceparent that is none: %s', async (traceparent) => {
    const { system } = await started({}, { ...base(), consumers: [] }, { middleware })
    await system.publish('email.send', 1, { traceparent })
    expect(parentOf(spansNamed('publish email.send')[0])).toBeUndefined()
  })

  it('tell of a publish that failed', async () => {
    const { system } = await started({}, base(), { middleware })
    await expect(system.publish('no.such', 1)).rejects.toMatchObject({ code: 'type-not-produced' })
    expect(spansNamed('publish no.such')[0]?.status.code).toBe(SpanStatusCode.ERROR)
  })

  it('cost a task nothing of its attributes where no SDK is registered', async () => {
    const silent = openTelemetry({ tracer: trace.getTracer('none') })
    const { system, backend } = await started({}, { ...base(), consumers: [] }, { middleware: silent })
    await system.publish('email.send', 1)
    expect(await statsOf(backend)).toMatchObject({ ready: 1 })
    const [waiting] = await backend.peek({ type: 'email.send' }, 'ready', 1)
    expect(waiting?.envelope.attributes).not.toHaveProperty('traceparent')
  })
})
