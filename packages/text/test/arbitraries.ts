import fc from 'fast-check'
import type { Range } from '../src/index.ts'

/** Pieces that break naive text handling: emoji with joiners, flags, accents, Hangul, line ends. */
const pieces = [
  'a',
  'word',
  'Dr. Smith said so. ',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '.',
  '?! ',
  '\u00a0',
  'é',
  'e\u0301',
  '\u0301',
  '👩‍👩‍👧‍👦',
  '🇨🇭',
  '🇬',
  '👍🏽',
  '😀',
  '각',
  '\u1112\u1161\u11ab',
  'क्षि',
  '日本語',
  '\u200d',
  '[',
  ']',
  '[laughs]',
  '…',
  '-',
]

/** Texts with everything in them that transcripts have and offsets fall over. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6, unit: 'grapheme' })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''))

/** A range anywhere in the text, possibly within a grapheme or empty. */
export function rangeIn(text: string): fc.Arbitrary<Range> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }))
}

export const textWithRange: fc.Arbitrary<{ text: string; range: Range }> = anyText.chain((text) =>
  rangeIn(text).map((range) => ({ text, range })),
)

/** Every grapheme border of a text, by walking through all of it. */
export function graphemeBorders(text: string): Set<number> {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return new Set([...Array.from(segmenter.segment(text), ({ index }) => index), text.length, 0])
}
