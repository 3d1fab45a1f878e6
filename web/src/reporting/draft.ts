import type { Report } from '@throughline/contract/reporting'
import type { QuoteEdit, Range } from '@throughline/text'

/** The draft without a quote. */
export function withoutQuote(report: Report, id: string): Report {
  return {
    ...report,
    themes: report.themes.map((theme) => ({
      ...theme,
      quotes: theme.quotes.filter((quote) => quote.id !== id),
    })),
  }
}

/** The draft with a quote before another of its theme; null: at the end. */
export function withQuoteBefore(report: Report, id: string, before: string | null): Report {
  return {
    ...report,
    themes: report.themes.map((theme) => {
      const quote = theme.quotes.find((one) => one.id === id)
      if (!quote || before === id) return theme
      const others = theme.quotes.filter((one) => one.id !== id)
      const found = others.findIndex((one) => one.id === before)
      return { ...theme, quotes: others.toSpliced(found === -1 ? others.length : found, 0, quote) }
    }),
  }
}

/**
 * The edits of a quote with one more stretch left out. What is put in within it, and omissions that it touches, become
 * part of it. Offsets in UTF-16 units of the quote's words.
 */
export function withOmission(edits: readonly QuoteEdit[], { from, to }: Range): QuoteEdit[] {
  const touched = edits.filter((edit) => edit.kind === 'omit' && edit.from <= to && from <= edit.to)
  const start = Math.min(from, ...touched.map((edit) => (edit.kind === 'omit' ? edit.from : from)))
  const end = Math.max(to, ...touched.map((edit) => (edit.kind === 'omit' ? edit.to : to)))
  const others = edits.filter(
    (edit) =>
      !touched.includes(edit) && !(edit.kind === 'insert' && start < edit.at && edit.at < end),
  )
  return [...others, { kind: 'omit', from: start, to: end }]
}

/** The edits with words put in; within an omission they stand before it. */
export function withInsertion(edits: readonly QuoteEdit[], at: number, text: string): QuoteEdit[] {
  const around = edits.find((edit) => edit.kind === 'omit' && edit.from < at && at < edit.to)
  return [
    ...edits,
    { kind: 'insert', at: around?.kind === 'omit' ? around.from : at, text: text.trim() },
  ]
}
