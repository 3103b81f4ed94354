'use client'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { exactNumber } from '@/components/ui/format'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import type { Queue } from './use-queues'
import { useStopDraining } from './use-task-types'

type Part = Queue['backends'][number]

/** Tasks that wait or run there; null when not even the ready ones are known. */
export function leftIn({ depth }: Pick<Part, 'depth'>): number | null {
  if (depth.ready.value === null) return null
  return depth.ready.value + (depth.inFlight.value ?? 0) + (depth.delayed.value ?? 0)
}

/** While a type moves: what is left in the backend that it leaves, and when that ends. */
export function QueueMoving({ queue }: { queue: Queue }) {
  const [home, ...others] = queue.backends
  const left = others.filter((part) => part.drainedSince !== null)
  if (home === undefined || left.length === 0) return null
  return (
    <>
      {left.map((part) => (
        <Move key={part.backend} type={queue.type} from={part} to={home.backend} />
      ))}
    </>
  )
}

function Move({ type, from, to }: { type: string; from: Part; to: string }) {
  const [asking, setAsking] = useState(false)
  const mayConfigure = useMay('configure')
  const stop = useStopDraining(type)
  return (
    <section
      aria-label={`Moves from ${from.backend}`}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border border-line bg-panel px-3.5 py-2.5"
    >
      <div className="min-w-0 flex-1 basis-72 text-pretty">
        <p>
          <b className="font-semibold">
            Moving from {from.backend} to {to} for <Time at={from.drainedSince} as="since" />.
          </b>{' '}
          {leftSentence(from)}
        </p>
        <p className="text-sm text-muted">{endSentence(from)}</p>
      </div>
      {mayConfigure && <Button onClick={() => setAsking(true)}>Stop draining…</Button>}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Stop draining ${from.backend}?`}
        confirmLabel="Stop draining"
        tone="danger"
        touches={[
          `Consumers of ${type} take no more from ${from.backend}.`,
          leftIn(from) === 0
            ? leftSentence(from)
            : `${leftSentence(from)} They stay there, and nobody runs them until the type moves back.`,
        ]}
        onConfirm={async () => {
          await stop.mutateAsync(from.backend)
          toast({ title: `${type} is no longer taken from ${from.backend}` })
        }}
      />
    </section>
  )
}

function leftSentence({ backend, depth }: Part): string {
  const left = leftIn({ depth })
  if (left === null) return `How many tasks are left in ${backend} is not known.`
  const delayed = depth.delayed.value
  if (left === 0 && delayed !== null) return `Nothing is left in ${backend}.`
  const later = delayed !== null && delayed > 0 ? `, ${exactNumber(delayed)} of them delayed` : ''
  const known = delayed === null ? ', delayed ones not counted' : ''
  return `${left === 1 ? '1 task is' : `${exactNumber(left)} tasks are`} left in ${backend}${later}${known}.`
}

function endSentence({ backend, kind, depth }: Part): string {
  return depth.delayed.value === null
    ? `Consumers take from both. ${kind} does not tell how many delayed tasks it holds, so this does not end by itself.`
    : `Consumers take from both, with the same workers. It ends by itself some minutes after ${backend} is empty.`
}
