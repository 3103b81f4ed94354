'use client'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import {
  bracketMatching,
  defaultHighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { linter, lintGutter, lintKeymap } from '@codemirror/lint'
import { EditorState, StateEffect } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { editorTheme } from './editor-theme'
import { pointerRange } from './pointer-range'

export interface JsonEditorProps {
  value: string
  onChange: (value: string) => void
  label: string
  /** Takes the focus, here. */
  caret?: number
  /** What the server said about places in the value, by JSON Pointer. */
  problems?: readonly { pointer: string; detail: string }[]
}

const parseLint = jsonParseLinter()
/** The text is the same, but what is known of it has changed. */
const lookAgain = StateEffect.define<null>()

/** A JSON editor with errors in place. Tab leaves it, so that the keyboard is never caught. */
export function JsonEditor({ value, onChange, label, caret, problems = [] }: JsonEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ onChange, problems })
  useEffect(() => {
    latest.current = { onChange, problems }
  })
  const said = JSON.stringify(problems)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said is a reason to look again
  useEffect(() => view.current?.dispatch({ effects: lookAgain.of(null) }), [said])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor owns its text; later values are put below
  useEffect(() => {
    if (!parent.current) return
    const lint = linter(
      (editor) => {
        const syntax = editor.state.doc.toString().trim() === '' ? [] : parseLint(editor)
        if (syntax.length > 0) return syntax
        const text = editor.state.doc.toString()
        return latest.current.problems.map(({ pointer, detail }) => ({
          ...pointerRange(text, pointer),
          severity: 'error' as const,
          message: detail,
        }))
      },
      {
        delay: 200,
        needsRefresh: (update) =>
          update.transactions.some((part) => part.effects.some((effect) => effect.is(lookAgain))),
      },
    )
    view.current = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          history(),
          indentOnInput(),
          bracketMatching(),
          json(),
          syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
          lint,
          lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          editorTheme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    if (caret !== undefined) {
      view.current.dispatch({ selection: { anchor: Math.min(caret, value.length) } })
      view.current.focus()
    }
    return () => view.current?.destroy()
  }, [])
  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])
  return (
    <div
      ref={parent}
      className="min-h-(--editor-min-height,14rem) overflow-hidden rounded-md border border-line-strong bg-panel"
    />
  )
}
