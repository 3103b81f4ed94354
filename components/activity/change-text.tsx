import { Link } from '@/components/ui/link'
import { changeInWords } from './change-in-words'
import { hrefOfTarget } from './target-link'
import type { AuditEntry } from './use-audit'

const LOOKS = { name: 'font-medium text-text', mono: 'font-mono text-sm' }

/** What somebody did, as a sentence without its subject; it leads to what it was done to. */
export function ChangeText({ entry }: { entry: AuditEntry }) {
  const href = hrefOfTarget(entry.target)
  const sentence = changeInWords(entry).map((part, index) =>
    part.as === undefined ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no identity of their own
      <span key={index} className={LOOKS[part.as]}>
        {part.text}
      </span>
    ),
  )
  if (href === undefined) return <>{sentence}</>
  return (
    <Link href={href} className="inline-block max-w-full py-0.5 hover:underline sm:inline sm:py-0">
      {sentence}
    </Link>
  )
}
