import { clampRange, type Range } from './range.ts'

const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const letterOrDigit = /[\p{L}\p{N}]/u
const lastLetterOrDigit = /[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * How many words the range holds, counted as word processors do: what stands between white space
 * and has a letter or a digit in it is one word ("well-known" and "don't" are one, a lone dash is
 * none). Chinese, Japanese, Thai and others that are written without spaces are counted by the
 * dictionary of the Unicode library.
 */
export function wordsIn(text: string, range: Range): number {
  const { from, to } = clampRange(text, range)
  const tokens = text.slice(from, to).match(/\S+/g) ?? []
  return tokens.reduce((sum, token) => sum + wordsOf(token, 0).length, 0)
}

/**
 * The stretch around a range within which things stand at most `count` words away: whatever shares a
 * character with it has at most so many words (as `wordsIn` counts them) between itself and the range.
 * It reaches to the nearest letter of the word after those, or to the end of the text. Words that touch
 * one of `unsaid`, such as the labels of speakers, are not counted; these are in order and apart.
 */
export function reachOfWords(
  text: string,
  range: Range,
  count: number,
  unsaid: readonly Range[] = [],
): Range {
  const { from, to } = clampRange(text, range)
  const isSaid = (word: Range) => {
    const label = lastBeginningBefore(unsaid, word.to)
    return label === undefined || label.to <= word.from
  }
  const before = wordAfter(count, wordsBefore(text, from), isSaid)
  const after = wordAfter(count, wordsAfter(text, to), isSaid)
  return {
    from: before ? before.from + text.slice(before.from, before.to).search(lastLetterOrDigit) : 0,
    to: after
      ? after.from + text.slice(after.from, after.to).search(letterOrDigit) + 1
      : text.length,
  }
}

/** By halves: a reach is asked for again and again in texts with a thousand turns. */
function lastBeginningBefore(ranges: readonly Range[], offset: number): Range | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.from ?? Infinity) < offset) low = middle + 1
    else high = middle
  }
  return ranges[low - 1]
}

/** The word that comes after so many that are said. */
function wordAfter(count: number, words: Iterable<Range>, isSaid: (word: Range) => boolean) {
  let passed = 0
  for (const word of words) if (isSaid(word) && passed++ === count) return word
  return undefined
}

function* wordsAfter(text: string, offset: number): Generator<Range> {
  const token = /\S+/g
  token.lastIndex = offset
  for (let found = token.exec(text); found; found = token.exec(text))
    yield* wordsOf(found[0], found.index)
}

/** From the nearest to the farthest. */
function* wordsBefore(text: string, offset: number): Generator<Range> {
  const isSpace = (index: number) => /\s/.test(text.charAt(index))
  let to = offset
  while (to > 0) {
    while (to > 0 && isSpace(to - 1)) to--
    let from = to
    while (from > 0 && !isSpace(from - 1)) from--
    yield* wordsOf(text.slice(from, to), from).toReversed()
    to = from
  }
}

/** The words of what stands between white space, which begins at this offset. */
function wordsOf(token: string, offset: number): Range[] {
  if (!letterOrDigit.test(token)) return []
  if (!unspacedScript.test(token)) return [{ from: offset, to: offset + token.length }]
  return [...segmenter.segment(token)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => ({ from: offset + index, to: offset + index + segment.length }))
}
