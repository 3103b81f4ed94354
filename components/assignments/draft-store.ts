'use client'
/** The one draft of this browser tab. It survives a reload, and every screen sees the same one. */
import { useSyncExternalStore } from 'react'
import { applyEdit, type Draft, type Edit, emptyDraft, type Sets } from './draft'
import { rebase } from './rebase'

const KEY = 'signalbox.change-set.1'
const MOST_UNDO = 50

interface State {
  readonly draft: Draft
  /** Earlier drafts, newest last. */
  readonly past: readonly Draft[]
  /** Milliseconds; null before the first edit. */
  readonly savedAt: number | null
}
const nothing: State = { draft: emptyDraft, past: [], savedAt: null }
const listeners = new Set<() => void>()
let state: State | null = null

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (entry) =>
        typeof entry === 'object' &&
        entry !== null &&
        Number.isInteger(entry.revision) &&
        Array.isArray(entry.base) &&
        typeof entry.wanted === 'object',
    )
  )
}

function read(): State {
  if (state) return state
  state = nothing
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    if (typeof stored === 'object' && stored !== null && 'draft' in stored && isDraft(stored.draft)) {
      const savedAt = 'savedAt' in stored && typeof stored.savedAt === 'number' ? stored.savedAt : null
      state = { draft: stored.draft, past: [], savedAt }
    }
  } catch {
    // Storage that is refused or does not parse holds no draft; editing works without it.
  }
  return state
}

function write(draft: Draft, past: readonly Draft[]) {
  state = { draft, past: past.slice(-MOST_UNDO), savedAt: Date.now() }
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ draft, savedAt: state.savedAt }))
  } catch {
    // Without storage the draft lives as long as the page.
  }
  for (const tell of listeners) tell()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useDraft() {
  return useSyncExternalStore(subscribe, read, () => nothing)
}

export function editDraft(sets: Sets, ...edits: readonly Edit[]) {
  const { draft, past } = read()
  const next = edits.reduce((current, edit) => applyEdit(current, sets, edit), draft)
  if (next !== draft) write(next, [...past, draft])
}

export function undoEdit() {
  const { past } = read()
  const previous = past.at(-1)
  if (previous) write(previous, past.slice(0, -1))
}

export function rebaseDraft(sets: Sets) {
  const { draft, past } = read()
  write(rebase(draft, sets), [...past, draft])
}

/** After saving: what was undoable before belongs to revisions now. */
export function clearDraft() {
  write(emptyDraft, [])
}
