import { isGraphemeBorder } from './graphemes.ts'
import type { Range } from './range.ts'
import { characterAfter, characterBefore, withinWord } from './word-borders.ts'

/**
 * One marked departure of a shown quote from its source. Offsets are UTF-16 units within the
 * quote's own source text (not the transcript), zero-based, end exclusive.
 */
export type QuoteEdit =
  | { readonly kind: 'omit'; readonly from: number; readonly to: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }

/** Edits in order of place and merged, or the reason (a sentence) why they cannot be shown. */
export type QuoteEditsCheck =
  | { readonly ok: true; readonly edits: readonly QuoteEdit[] }
  | { readonly ok: false; readonly reason: string }

/**
 * Checks the edits of a quote: within the source, on grapheme borders, not overlapping; each
 * omission leaves out words and not all words are left out; each insertion is visible text on one
 * line that could be taken for neither a bracket nor an omission. Omissions with nothing but white
 * space between them become one. An insertion at the start of an omission stands before it.
 */
export function checkQuoteEdits(source: string, edits: readonly QuoteEdit[]): QuoteEditsCheck {
  for (const edit of edits) {
    const reason = edit.kind === 'omit' ? omissionFault(source, edit) : insertionFault(source, edit)
    if (reason) return { ok: false, reason }
  }
  const ordered = edits.toSorted(
    (one, other) => startOf(one) - startOf(other) || rank(one) - rank(other),
  )
  if (overlapping(ordered)) {
    return { ok: false, reason: 'Two changes of the quote overlap. Remove one of them.' }
  }
  if (edits.length > 0 && isBlank(shownSource(source, ordered))) {
    return { ok: false, reason: 'No word of the source would be shown. Keep at least one.' }
  }
  return { ok: true, edits: mergeOmissions(source, ordered) }
}

function startOf(edit: QuoteEdit): number {
  return edit.kind === 'omit' ? edit.from : edit.at
}

function rank(edit: QuoteEdit): number {
  return edit.kind === 'insert' ? 0 : 1
}

function omissionFault(source: string, { from, to }: Range): string | null {
  if (!isPlace(source, from) || !isPlace(source, to) || from >= to) {
    return `The omission from ${from} to ${to} does not lie within the quote.`
  }
  if (!isGraphemeBorder(source, from) || !isGraphemeBorder(source, to)) {
    return 'An omission would cut a character in two. Move its end beside the character.'
  }
  if (isBlank(source.slice(from, to))) return 'An omission leaves out no word. Remove it.'
  return null
}

// Characters that turn the direction of what follows could make a quote read as what it is not.
const directionControls = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u
const control = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

function insertionFault(source: string, { at, text }: { at: number; text: string }): string | null {
  if (!isPlace(source, at)) return `The insertion at ${at} does not lie within the quote.`
  if (!isGraphemeBorder(source, at)) {
    return 'An insertion would cut a character in two. Move it beside the character.'
  }
  if (/[[\]]/.test(text)) {
    return 'Inserted words are shown in square brackets; write them without brackets of their own.'
  }
  if (control.test(text))
    return 'Inserted words must stand on one line, without control characters.'
  if (directionControls.test(text)) {
    return 'Inserted words must not hold marks that change the direction of writing.'
  }
  if (!visible.test(text)) return 'An insertion holds no words. Write some or remove it.'
  if (/^[\s.…]+$/u.test(text)) {
    return 'Dots in brackets stand for an omission. Leave words out to have them.'
  }
  if (!isGraphemeBorder(`[${text}]`, 1) || !isGraphemeBorder(`[${text}]`, text.length + 1)) {
    return 'Inserted words must begin and end with a whole character.'
  }
  return null
}

function isPlace(source: string, offset: number): boolean {
  return Number.isInteger(offset) && offset >= 0 && offset <= source.length
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** Whether any edit begins before an omission ahead of it has ended. */
function overlapping(ordered: readonly QuoteEdit[]): boolean {
  let omittedTo = 0
  for (const edit of ordered) {
    if (startOf(edit) < omittedTo) return true
    if (edit.kind === 'omit') omittedTo = edit.to
  }
  return false
}

/** The source without what is left out, whatever is put in. */
function shownSource(source: string, ordered: readonly QuoteEdit[]): string {
  let shown = ''
  let position = 0
  for (const edit of ordered) {
    if (edit.kind === 'insert') continue
    shown += source.slice(position, edit.from)
    position = edit.to
  }
  return shown + source.slice(position)
}

function mergeOmissions(source: string, ordered: readonly QuoteEdit[]): QuoteEdit[] {
  const merged: QuoteEdit[] = []
  for (const edit of ordered) {
    const last = merged.at(-1)
    if (
      edit.kind === 'omit' &&
      last?.kind === 'omit' &&
      isBlank(source.slice(last.to, edit.from))
    ) {
      merged[merged.length - 1] = { kind: 'omit', from: last.from, to: edit.to }
    } else {
      merged.push(edit.kind === 'insert' ? { ...edit, text: edit.text.trim() } : edit)
    }
  }
  return merged
}

/**
 * A piece of a shown quote. The texts join to the quote; a `source` piece is a verbatim slice of
 * the source, and spaces that only the eye needs belong to the omission or insertion.
 */
export interface QuotePart {
  readonly kind: 'source' | 'omission' | 'insertion'
  readonly text: string
}

/** The quote as it is shown: an omission as `[…]`, an insertion as `[text]`, naturally spaced. */
export function shownQuote(source: string, edits: readonly QuoteEdit[]): string {
  return shownQuoteParts(source, edits)
    .map((part) => part.text)
    .join('')
}

/** As shownQuote, in pieces. Throws a RangeError for edits that checkQuoteEdits refuses. */
export function shownQuoteParts(source: string, edits: readonly QuoteEdit[]): QuotePart[] {
  const check = checkQuoteEdits(source, edits)
  if (!check.ok) throw new RangeError(check.reason)
  const parts: QuotePart[] = []
  let position = 0
  for (const [index, edit] of check.edits.entries()) {
    const start = startOf(edit)
    if (start > position) parts.push({ kind: 'source', text: source.slice(position, start) })
    position = edit.kind === 'omit' ? edit.to : edit.at
    const next = check.edits[index + 1]
    const touchesNext = next !== undefined && startOf(next) === position
    const lead = spaceBefore(source, start, parts.at(-1)?.text ?? '') ? ' ' : ''
    const trail = !touchesNext && spaceAfter(source, position) ? ' ' : ''
    if (edit.kind === 'omit') parts.push({ kind: 'omission', text: `${lead}[…]${trail}` })
    else parts.push({ kind: 'insertion', text: `${lead}[${edit.text}]${trail}` })
  }
  if (position < source.length) parts.push({ kind: 'source', text: source.slice(position) })
  return parts
}

const opensOrJoins = /[\s\p{Ps}\p{Pi}\p{Pd}/]/u
const closesOrJoins = /[\s\p{Pe}\p{Pf}\p{Pd}.,;:!?…'"/]/u

function spaceBefore(source: string, start: number, shown: string): boolean {
  const last = characterBefore(shown, shown.length)
  return last !== '' && !opensOrJoins.test(last) && !withinWord(source, start)
}

function spaceAfter(source: string, end: number): boolean {
  const next = characterAfter(source, end)
  return next !== '' && !closesOrJoins.test(next) && !withinWord(source, end)
}
