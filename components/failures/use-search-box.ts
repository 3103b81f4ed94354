'use client'
/** The state of the search box: what is typed, what is offered, and when it is searched for. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { completed, completionAt, type KnownValues, type Suggestion } from './completion'
import { readQuery } from './read-query'

const SEARCH_AFTER_MS = 350
const nobody = -1

export interface SearchBoxProps {
  /** What is searched for now. */
  text: string
  onSearch: (text: string) => void
  known: KnownValues
}

export function useSearchBox({ text, onSearch, known }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState(text)
  const [caret, setCaret] = useState(0)
  const [focused, setFocused] = useState(false)
  const [dismissed, setDismissed] = useState(false)
  const [active, setActive] = useState(nobody)
  const [applied, setApplied] = useState(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // A facet or the back button changed the search: the box follows, and never overwrites what is being typed.
  if (text !== applied) {
    setApplied(text)
    setDraft(text)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const { problems } = readQuery(draft)
  const completion = completionAt(draft, caret, known)
  const offered = focused && !dismissed ? completion.suggestions : []

  function search(next: string) {
    clearTimeout(timer.current)
    const trimmed = next.trim()
    if (trimmed === applied) return
    setApplied(trimmed)
    onSearch(trimmed)
  }
  function type(next: string, at: number) {
    setDraft(next)
    setCaret(at)
    setDismissed(false)
    setActive(nobody)
    clearTimeout(timer.current)
    // What cannot be read yet is still being typed.
    if (readQuery(next).problems.length === 0) timer.current = setTimeout(() => search(next), SEARCH_AFTER_MS)
  }
  function choose(suggestion: Suggestion) {
    const next = completed(draft, completion, suggestion)
    type(next.text, next.caret)
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }
  function clear() {
    setDraft('')
    search('')
    input.current?.focus()
  }
  const step = (by: number) => {
    const count = offered.length
    if (count > 0) setActive(active === nobody ? (by > 0 ? 0 : count - 1) : (active + by + count) % count)
  }
  function enter() {
    const suggestion = offered[active]
    if (suggestion) return choose(suggestion)
    setDismissed(true)
    search(draft)
  }
  function leave() {
    if (offered.length === 0) input.current?.blur()
    setDismissed(true)
    setActive(nobody)
  }
  /** Whether the key means something here. */
  function press(key: string): boolean {
    if (key === 'ArrowDown') offered.length === 0 ? setDismissed(false) : step(1)
    else if (key === 'ArrowUp') step(-1)
    else if (key === 'Enter') enter()
    else if (key === 'Escape') leave()
    else return false
    return true
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!press(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  /** A word that is being written is not wrong yet. */
  const shownProblems = problems.filter(({ from, to }) => !focused || caret <= from || caret > to)
  return {
    input,
    draft,
    problems: shownProblems,
    offered,
    active,
    setActive,
    choose,
    clear,
    type,
    setCaret,
    onKeyDown,
    onFocus: () => {
      setFocused(true)
      setDismissed(false)
    },
    onBlur: () => {
      setFocused(false)
      search(draft)
    },
  }
}
export type SearchBoxState = ReturnType<typeof useSearchBox>
