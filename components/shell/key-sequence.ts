/** What a key press outside a text field means to the shell. Pure. */
export type ShellAction =
  | { kind: 'go'; href: string }
  | { kind: 'palette' }
  | { kind: 'shortcuts' }
  | { kind: 'search' }
  /** First key of a sequence. */
  | { kind: 'await' }
  | { kind: 'none' }

interface Press {
  key: string
  /** Ctrl or ⌘. */
  command: boolean
  alt: boolean
  /** Typed into a text field. */
  typing: boolean
  /** `g` was pressed shortly before. */
  afterG: boolean
}

export function shellAction(press: Press, screens: readonly { key: string; href: string }[]): ShellAction {
  if (press.command && press.key.toLowerCase() === 'k') return { kind: 'palette' }
  if (press.command || press.alt || press.typing) return { kind: 'none' }
  if (press.afterG) {
    const screen = screens.find((candidate) => candidate.key === press.key)
    return screen ? { kind: 'go', href: screen.href } : { kind: 'none' }
  }
  if (press.key === 'g') return { kind: 'await' }
  if (press.key === '?') return { kind: 'shortcuts' }
  if (press.key === '/') return { kind: 'search' }
  return { kind: 'none' }
}

/**
 * What stands in the palette's field after a key that was pressed before the field was there; the same text when the key
 * writes nothing.
 */
export function typedAhead(text: string, key: string): string {
  if (key === 'Backspace') return [...text].slice(0, -1).join('')
  return [...key].length === 1 ? text + key : text
}
