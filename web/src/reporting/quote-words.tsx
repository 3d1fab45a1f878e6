import type { QuotePart } from '@throughline/contract/reporting'

/** A quote as it is printed; what is not the source's own words stands back a little. */
export function QuoteWords({ parts }: { parts: readonly QuotePart[] }) {
  return (
    <blockquote className="report-words">
      {parts.map(({ kind, text }, at) =>
        kind === 'source' ? (
          text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- parts have no identity but their place
          <span key={at} className="report-mark">
            {text}
          </span>
        ),
      )}
    </blockquote>
  )
}
