import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { compactNumber, duration, exactTime } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { SelectionText } from './selection-text'
import type { Replay } from './use-replays'

/** What was asked for, by whom and why: none of it changes while the replay goes on. */
export function ReplayFacts({ replay }: { replay: Replay }) {
  const { id, author, reason, selection, frozenAt, edited, options, types } = replay
  const { ratePerSecond, maxAttempts, holdSeconds } = options
  return (
    <Panel title="What was asked for">
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-1.5 p-3.5">
        <Fact name="By">{author}</Fact>
        <Fact name="Reason">{reason ? `“${reason}”` : <span className="text-muted">none given</span>}</Fact>
        <Fact name="Selection">
          <SelectionText selection={selection} />
        </Fact>
        <Fact name="Frozen at">
          {exactTime(Date.parse(frozenAt))}
          {'filter' in selection && (
            <span className="block text-sm text-muted">what died later is left out</span>
          )}
        </Fact>
        <Fact name="Types">
          {types.length === 0 ? (
            <span className="text-muted">not known yet</span>
          ) : (
            <span className="font-mono text-sm wrap-anywhere">{types.join(', ')}</span>
          )}
        </Fact>
        {edited && <Fact name="Payload">an edited payload is sent; the original stays in the archive</Fact>}
        <Fact name="Rate">
          {ratePerSecond === null
            ? 'as fast as the broker takes them'
            : `at most ${compactNumber(ratePerSecond)} per second`}
        </Fact>
        <Fact name="Attempts">{maxAttempts === 1 ? '1, so that each has a verdict soon' : maxAttempts}</Fact>
        <Fact name="Held for">{holdSeconds === 0 ? 'not held' : duration(holdSeconds * 1_000)}</Fact>
        <Fact name="Started">
          <Time at={replay.startedAt} reason="Nothing was sent yet" />
        </Fact>
        <Fact name="Ended">
          <Time at={replay.endedAt} reason="It has not ended" />
        </Fact>
        <Fact name="Id">
          <span className="flex items-center gap-1">
            <span className="truncate font-mono text-sm">{id}</span>
            <CopyButton text={id} label="Copy the replay's id" />
          </span>
        </Fact>
      </dl>
    </Panel>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-pretty wrap-anywhere">{children}</dd>
    </>
  )
}
