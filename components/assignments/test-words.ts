/** What a test of a handler came to, in one sentence. Pure. */
import type { Schemas } from '@/components/api/client'
import type { SignalState } from '@/components/ui/signal'

export type HandlerTest = Schemas['HandlerTest']

const seconds = (ms: number) => `${Math.ceil(ms / 1_000).toLocaleString('en')} s`

export function verdictOf(test: HandlerTest): { readonly state: SignalState; readonly text: string } {
  const why = test.error === null ? '' : ` ${test.error.message}`
  if (test.verdict === 'done')
    return { state: 'clear', text: 'Done: a task with this payload would succeed.' }
  if (test.verdict === 'dead')
    return { state: 'danger', text: `A task with this payload would be dead.${why}` }
  const wait = test.afterMs === null ? '' : `, not before ${seconds(test.afterMs)} have passed`
  return { state: 'caution', text: `A task would be tried again${wait}.${why}` }
}

/** What one exchange is about: "POST https://slack.com/api/chat.postMessage → 200 in 84 ms". */
export function headlineOf({ request, response, tookMs }: HandlerTest['exchanges'][number]): string {
  const { method, url } = request
  return `${method} ${url} → ${response?.status ?? 'no answer'} in ${tookMs.toLocaleString('en')} ms`
}

type Message =
  | HandlerTest['exchanges'][number]['request']
  | NonNullable<HandlerTest['exchanges'][number]['response']>

/** Headers, an empty line, the body: as it went over the wire, but for what is hidden. */
export function messageText({ headers, body }: Message): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const shown = [body.text === null ? '' : pretty(body.text), body.note === null ? '' : `(${body.note})`]
  return [...lines, '', ...shown.filter((one) => one !== '')].join('\n').trimEnd()
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

export type PayloadReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string }

export function readPayload(text: string): PayloadReading {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, error: `The payload is not JSON: ${(error as Error).message}` }
  }
}
