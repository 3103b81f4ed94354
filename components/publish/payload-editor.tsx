'use client'
import { type ComponentType, useRef, useState } from 'react'
import { Textarea } from '@/components/ui/textarea'
import type { JsonEditorProps } from './json-editor'

const load = () => import('./json-editor').then((module) => module.JsonEditor)

/**
 * A plain box until somebody writes in it; then the JSON editor takes its place, with the text and the caret. As high as
 * the variable `--editor-min-height` says at first.
 */
export function PayloadEditor(props: JsonEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  const [editor, setEditor] = useState<{ Editor: ComponentType<JsonEditorProps>; caret?: number } | null>(
    null,
  )
  const { value, onChange, label } = props
  async function upgrade() {
    const Editor = await load()
    const focused = box.current !== null && document.activeElement === box.current
    setEditor({ Editor, ...(focused ? { caret: box.current?.selectionStart } : {}) })
  }
  if (editor) return <editor.Editor {...props} caret={editor.caret} />
  return (
    <Textarea
      ref={box}
      mono
      aria-label={label}
      className="h-(--editor-min-height,14rem)"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      // Where the editor cannot be loaded the box goes on working; the next focus tries again.
      onFocus={() => void upgrade().catch(() => undefined)}
    />
  )
}
