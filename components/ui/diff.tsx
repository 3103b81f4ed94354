import { cx } from './cx'

export interface DiffLine {
  kind: 'added' | 'removed' | 'same' | 'heading'
  text: string
}

const marks = { added: '+', removed: '−', same: ' ', heading: '' }
const spoken = { added: 'added: ', removed: 'removed: ', same: '', heading: '' }
const looks = {
  added: 'bg-clear-soft',
  removed: 'bg-danger-soft',
  same: '',
  heading: 'bg-sunk text-muted',
}

/** Lines before and after, as in a patch; each line also says what it is. */
export function Diff({ lines, label = 'Changes' }: { lines: readonly DiffLine[]; label?: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line font-mono text-sm leading-5"
    >
      <div className="w-max min-w-full">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff are told apart by their place
          <div key={index} className={cx('flex gap-2 px-2.5', looks[line.kind])}>
            {line.kind !== 'heading' && (
              <span aria-hidden className="w-2 shrink-0 select-none">
                {marks[line.kind]}
              </span>
            )}
            <span className="sr-only">{spoken[line.kind]}</span>
            <span className="whitespace-pre">{line.text}</span>
          </div>
        ))}
      </div>
    </section>
  )
}
