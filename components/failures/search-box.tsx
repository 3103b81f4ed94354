'use client'
import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { useId, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Kbd } from '@/components/ui/kbd'
import { popupClass } from '@/components/ui/popup-class'
import { tokensOf } from './query'
import { type SearchBoxProps, type SearchBoxState, useSearchBox } from './use-search-box'

/** One box for everything: qualifiers with completion, and free text. What it cannot read it names, below. */
export function SearchBox(props: SearchBoxProps) {
  const box = useSearchBox(props)
  const id = useId()
  const [scrolled, setScrolled] = useState(0)
  const open = box.offered.length > 0
  return (
    <div className="relative min-w-0">
      <div
        className={cx(
          'relative flex h-8 items-center rounded-md border bg-panel pl-7.5 hover:border-faint',
          box.problems.length > 0 ? 'border-danger' : 'border-line-strong',
        )}
      >
        <Search aria-hidden className="absolute left-2.5 size-3.5 text-muted" />
        <div className="relative h-full min-w-0 flex-1 overflow-hidden font-mono text-sm">
          <Coloured box={box} scrolled={scrolled} />
          <input
            ref={box.input}
            data-search
            role="combobox"
            aria-label="Search failures"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open && box.active >= 0 ? `${id}-${box.active}` : undefined}
            aria-invalid={box.problems.length > 0 || undefined}
            aria-describedby={box.problems.length > 0 ? `${id}-problems` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="type:email.send after:-2h refused"
            value={box.draft}
            onChange={(event) =>
              box.type(event.target.value, event.target.selectionStart ?? event.target.value.length)
            }
            onSelect={(event) => box.setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onKeyDown={box.onKeyDown}
            onFocus={box.onFocus}
            onBlur={box.onBlur}
            // The coloured text below it is what is seen; this one has the caret.
            className="relative h-full w-full bg-transparent px-0 text-transparent caret-text outline-none placeholder:text-muted"
          />
        </div>
        {box.draft === '' ? (
          <span className="hidden px-2 sm:block">
            <Kbd>/</Kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={box.clear}
            className="flex size-7 cursor-pointer items-center justify-center rounded-md text-muted hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
      {open && <Suggestions box={box} id={id} />}
      {box.problems.length > 0 && (
        <div id={`${id}-problems`} role="alert" className="mt-1 text-sm text-danger">
          {box.problems.map((problem) => (
            <p key={problem.from + problem.message}>{problem.message}.</p>
          ))}
        </div>
      )}
    </div>
  )
}

/** The text again, with qualifiers in colour and what is wrong underlined. */
function Coloured({ box, scrolled }: { box: SearchBoxState; scrolled: number }) {
  const { draft, problems } = box
  const parts = tokensOf(draft)
  let end = 0
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 flex items-center whitespace-pre"
      style={{ transform: `translateX(${-scrolled}px)` }}
    >
      {parts.map(({ from, to, name }) => {
        const gap = draft.slice(end, from)
        const wrong = problems.some((problem) => problem.from <= from && to <= problem.to)
        const value = name === null ? from : from + name.length + 1
        end = to
        return (
          <span key={from}>
            {gap}
            <span className={cx(wrong && 'underline decoration-danger decoration-wavy underline-offset-2')}>
              <span className="text-accent">{draft.slice(from, value)}</span>
              {draft.slice(value, to)}
            </span>
          </span>
        )
      })}
    </div>
  )
}

function Suggestions({ box, id }: { box: SearchBoxState; id: string }) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Suggestions"
      tabIndex={-1}
      className={cx(popupClass, 'absolute top-full left-0 z-30 mt-1 w-full min-w-64 shadow-float')}
    >
      {box.offered.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
        <div
          key={suggestion.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === box.active}
          onPointerMove={() => box.setActive(index)}
          // The input keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => box.choose(suggestion)}
          className={cx(
            'flex min-h-7 cursor-pointer items-center gap-3 rounded-sm px-2',
            index === box.active && 'bg-sunk',
          )}
        >
          <span className="min-w-0 truncate font-mono text-sm">{suggestion.label}</span>
          <span className="ml-auto text-sm whitespace-nowrap text-muted">{suggestion.note}</span>
        </div>
      ))}
    </div>
  )
}
