import type { SourceNote, Warning } from '../transcript.ts'

/** What a document holds that is no part of its text, or that somebody should look at. */
export interface Findings {
  pictures: number
  /** Characters of a font whose signs we do not know. */
  symbols: number
  /** Paragraphs with a number or bullet that the word processor makes. */
  numbered: number
  hasHiddenText: boolean
}

/** Nothing found yet. */
export function noFindings(): Findings {
  return { pictures: 0, symbols: 0, numbered: 0, hasHiddenText: false }
}

/** The sentences about what was found and about the notes that were kept. */
export function warningsAbout(found: Findings, notes: readonly SourceNote[]): Warning[] {
  const warnings: Warning[] = []
  const leftOut = (message: string) => warnings.push({ code: 'left-out', message })
  const { pictures, symbols, numbered } = found
  if (pictures > 0)
    leftOut(
      `${pictures === 1 ? '1 picture of the document is' : `${pictures} pictures of the document are`} not part of the text.`,
    )
  if (symbols > 0)
    leftOut(
      `${symbols === 1 ? '1 symbol of an unknown font is' : `${symbols} symbols of an unknown font are`} shown as �.`,
    )
  if (numbered > 0)
    leftOut(
      `${numbered === 1 ? '1 paragraph has an automatic number or bullet' : `${numbered} paragraphs have automatic numbers or bullets`}, which ${numbered === 1 ? 'is' : 'are'} not part of the text.`,
    )
  if (notes.length > 0) {
    const message = `${notesNamed(notes)} ${notes.length === 1 ? 'is' : 'are'} kept beside the text, at ${notes.length === 1 ? 'its' : 'their'} place, without the author’s name. Look whether ${notes.length === 1 ? 'it names' : 'they name'} anybody.`
    warnings.push({ code: 'notes-kept', message })
  }
  if (found.hasHiddenText) {
    const message =
      'The document holds hidden text. It is part of the imported text: look whether it should be.'
    warnings.push({ code: 'hidden-text', message })
  }
  return warnings
}

/** "1 comment and 2 footnotes". */
function notesNamed(notes: readonly SourceNote[]): string {
  const named = (['comment', 'footnote', 'endnote'] as const).flatMap((kind) => {
    const count = notes.filter((note) => note.kind === kind).length
    return count === 0 ? [] : `${count} ${kind}${count === 1 ? '' : 's'}`
  })
  const last = named.pop() ?? ''
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`
}
