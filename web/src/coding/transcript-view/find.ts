import type { Range } from '@throughline/text'
import type { Projection } from './projection.ts'

/**
 * Every place where the query stands in the words of a transcript, labels left out. Case is ignored,
 * any white space matches any other, and straight quotation marks match curly ones.
 */
export function findInText(projection: Projection, query: string): Range[] {
  const pattern = patternFor(query)
  if (!pattern) return []
  return [...projection.text.matchAll(pattern)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length }))
    .filter((range) => !projection.touchesLabel(range))
}

function patternFor(query: string): RegExp | null {
  const words = query.trim().split(/\s+/u)
  if (words[0] === '') return null
  const source = words
    .map((word) =>
      word
        .replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)
        .replace(/['‘’]/gu, "['‘’]")
        .replace(/["“”„]/gu, '["“”„]'),
    )
    .join(String.raw`\s+`)
  return new RegExp(source, 'giu')
}
