'use client'
import { useMutation } from '@tanstack/react-query'
import Play from 'lucide-react/icons/play'
import { useEffect, useRef, useState } from 'react'
import { api } from '@/components/api/client'
import { ApiProblem, unwrap } from '@/components/api/problem'
import { PayloadEditor } from '@/components/publish/payload-editor'
import { Button } from '@/components/ui/button'
import { Code } from '@/components/ui/code'
import { FormError } from '@/components/ui/form-error'
import { Signal } from '@/components/ui/signal'
import type { Handler } from './draft'
import { type HandlerTest, headlineOf, messageText, readPayload, verdictOf } from './test-words'

interface TestPanelProps {
  type: string
  /** Null while a field still lacks something. */
  handler: Handler | null
  /** A payload that would do. */
  example: unknown
  /** Shows what the fields lack. */
  onIncomplete: () => void
}

/** Runs one task through the handler as the form has it. */
export function TestPanel({ type, handler, example, onIncomplete }: TestPanelProps) {
  const [text, setText] = useState(() => JSON.stringify(example, null, 2))
  const test = useMutation({
    mutationFn: (body: { handler: Handler; type: string; payload: unknown }) =>
      unwrap(api.POST('/handlers/test', { body })),
  })
  const reading = readPayload(text)
  function run() {
    if (handler === null) return onIncomplete()
    if (reading.ok) test.mutate({ handler, type, payload: reading.value })
  }
  const problems = test.error instanceof ApiProblem ? test.error.errors : []
  const inPayload = problems.flatMap(({ pointer = '', detail }) =>
    pointer.startsWith('/payload') ? [{ pointer: pointer.slice('/payload'.length), detail }] : [],
  )
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2 select-none">Test this handler</summary>
      <div className="flex flex-col gap-3 border-t border-line px-3 py-3 [--editor-min-height:6.5rem]">
        <p className="text-sm text-muted">
          A real call to the service, made by the control plane: what it does there stays done. No task is
          published, and nothing is tried again.
        </p>
        <PayloadEditor label="Payload of the test" value={text} onChange={setText} problems={inPayload} />
        {!reading.ok && <p className="text-sm text-danger">{reading.error}</p>}
        <div className="flex items-center gap-3">
          <Button icon={<Play aria-hidden className="size-3.5" />} pending={test.isPending} onClick={run}>
            Run test
          </Button>
          {handler === null && <span className="text-sm text-muted">Fill in the fields above first.</span>}
        </div>
        <FormError error={test.error} />
        <div aria-live="polite">{test.data && !test.isPending && <TestResult test={test.data} />}</div>
      </div>
    </details>
  )
}

function TestResult({ test }: { test: HandlerTest }) {
  const { state, text } = verdictOf(test)
  const verdict = useRef<HTMLParagraphElement>(null)
  // On a small screen it appears below what is seen.
  useEffect(() => {
    if (test) verdict.current?.scrollIntoView({ block: 'nearest' })
  }, [test])
  return (
    <div className="flex flex-col gap-2">
      <p ref={verdict} className="flex gap-2">
        <Signal state={state} label={null} className="mt-1" />
        <span className="min-w-0 wrap-break-word">
          {text} <span className="text-muted">{test.tookMs.toLocaleString('en')} ms</span>
        </span>
      </p>
      {test.exchanges.length === 0 && (
        <p className="text-sm text-muted">No HTTP request was made through what is recorded here.</p>
      )}
      {test.exchanges.map((exchange, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes
        <details key={index} open={test.exchanges.length === 1} className="min-w-0">
          <summary className="cursor-pointer font-mono text-xs wrap-anywhere">{headlineOf(exchange)}</summary>
          <div className="mt-2 flex flex-col gap-2">
            <span className="text-xs text-muted">Request; secrets are hidden</span>
            <Code label="Request of the test">{messageText(exchange.request)}</Code>
            {exchange.response && (
              <>
                <span className="text-xs text-muted">Answer {exchange.response.status}</span>
                <Code label="Answer of the service">{messageText(exchange.response)}</Code>
              </>
            )}
          </div>
        </details>
      ))}
    </div>
  )
}
