'use client'
import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { IconButton } from './icon-button'

interface CopyButtonProps {
  text: string
  label?: string
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label = 'Copy' }: CopyButtonProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  useEffect(() => {
    if (copied === 'no') return
    const timer = setTimeout(() => setCopied('no'), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    )
  const said = { no: label, yes: 'Copied', failed: 'The browser refused; select and copy by hand' }[copied]
  return (
    <>
      <IconButton
        size="sm"
        label={said}
        icon={copied === 'yes' ? <Check aria-hidden /> : <Copy aria-hidden />}
        onClick={copy}
      />
      <span role="status" className="sr-only">
        {copied === 'no' ? '' : said}
      </span>
    </>
  )
}
