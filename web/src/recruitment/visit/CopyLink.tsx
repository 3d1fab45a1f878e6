import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { messages } from './messages.ts'

/** A link to be kept or passed on. */
export function CopyLink({ link }: { link: string }) {
  const t = useWords(messages)
  const [isCopied, setCopied] = useState(false)
  return (
    <div className="visit-link">
      <code>{link}</code>
      <button
        type="button"
        className="visit-plain"
        onClick={() => {
          navigator.clipboard.writeText(link).then(
            () => setCopied(true),
            // a browser that forbids it shows the link all the same
            () => setCopied(false),
          )
        }}
      >
        {t(isCopied ? 'visit.copied' : 'visit.copy')}
      </button>
    </div>
  )
}
