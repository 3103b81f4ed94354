/**
 * Traces with OpenTelemetry, as `signalbox/opentelemetry`: a span per publish and one per attempt, in one trace. The
 * context travels in the task's own `traceparent` and `tracestate` (W3C Trace Context), through every broker, retry and
 * replay, and on to HTTP targets; no propagator need be registered.
 *
 * `createTaskSystem({ ..., middleware: openTelemetry() })`. Without an SDK in the process it does nothing.
 */
import {
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { Verdict } from '../consume/verdict.ts'
import type { ExecuteMiddleware, Middleware, PublishMiddleware } from '../middleware/middleware.ts'
import { VERSION } from '../version.ts'

export interface OpenTelemetryOptions {
  /** The global provider's, named `signalbox`, when left out. */
  readonly tracer?: Tracer
}

interface Carrier {
  readonly traceparent?: string
  readonly tracestate?: string
}

export function openTelemetry(options: OpenTelemetryOptions = {}): Required<Middleware> {
  const tracer = options.tracer ?? trace.getTracer('signalbox', VERSION)
  return { publish: [publishSpans(tracer)], execute: [executeSpans(tracer)] }
}

function publishSpans(tracer: Tracer): PublishMiddleware {
  return async (task, next) => {
    const active = context.active()
    // What runs here goes before what a caller has passed on by hand.
    const parent = trace.getSpan(active) === undefined ? contextOf(task, active) : active
    const attributes = attributesOf(task.type, 'send')
    const span = tracer.startSpan(`publish ${task.type}`, { kind: SpanKind.PRODUCER, attributes }, parent)
    try {
      const published = await context.with(trace.setSpan(parent, span), () => next(carrying(task, span)))
      span.setAttribute('messaging.message.id', published.id)
      if (published.duplicateOf !== undefined)
        span.setAttribute('signalbox.task.duplicate_of', published.duplicateOf)
      return published
    } catch (error) {
      failed(span, error)
      throw error
    } finally {
      span.end()
    }
  }
}

function executeSpans(tracer: Tracer): ExecuteMiddleware {
  return async (task, next) => {
    const parent = contextOf(task, context.active())
    const attributes = {
      ...attributesOf(task.type, 'process'),
      'messaging.message.id': task.id,
      'signalbox.task.attempt': task.attempt,
      ...(task.replayId === undefined ? {} : { 'signalbox.replay.id': task.replayId }),
    }
    const span = tracer.startSpan(`execute ${task.type}`, { kind: SpanKind.CONSUMER, attributes }, parent)
    try {
      const verdict = await context.with(trace.setSpan(parent, span), () => next(carrying(task, span)))
      tell(span, verdict)
      return verdict
    } catch (error) {
      failed(span, error)
      throw error
    } finally {
      span.end()
    }
  }
}

/** Messaging conventions of OpenTelemetry. */
function attributesOf(type: string, operation: 'send' | 'process') {
  return {
    'messaging.system': 'signalbox',
    'messaging.destination.name': type,
    'messaging.operation.type': operation,
  }
}

function tell(span: Span, verdict: Verdict): void {
  span.setAttribute('signalbox.verdict', verdict.kind)
  if (verdict.kind === 'done') return
  failed(span, verdict.failure.error)
  if (verdict.failure.response !== undefined)
    span.setAttribute('http.response.status_code', verdict.failure.response.status)
}

function failed(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error))
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.message : String(error),
  })
}

/** W3C Trace Context, version 00; a later version begins alike. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/

/** The context that a task carries; `otherwise` where it carries none that can be read. */
function contextOf({ traceparent = '', tracestate }: Carrier, otherwise: Context): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return otherwise
  const remote = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(tracestate === undefined ? {} : { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(remote) ? trace.setSpanContext(otherwise, remote) : otherwise
}

/** The task with the span as what comes before it; as it is where nothing traces. */
function carrying<T extends Carrier>(task: T, span: Span): T {
  const own = span.spanContext()
  if (!isSpanContextValid(own)) return task
  const flags = own.traceFlags.toString(16).padStart(2, '0')
  const tracestate = own.traceState?.serialize()
  const { tracestate: _before, ...rest } = task
  return {
    ...rest,
    traceparent: `00-${own.traceId}-${own.spanId}-${flags}`,
    ...(tracestate ? { tracestate } : {}),
  } as T
}
