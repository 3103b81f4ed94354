import { changeInWords } from './change-in-words'
import type { AuditEntry } from './use-audit'

const LOOKS = { name: 'font-medium text-text', mono: 'font-mono text-sm' }

/** What somebody did, as a sentence without its subject. */
export function ChangeText({ entry }: { entry: AuditEntry }) {
  return changeInWords(entry).map((part, index) =>
    part.as === undefined ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no identity of their own
      <span key={index} className={LOOKS[part.as]}>
        {part.text}
      </span>
    ),
  )
}
