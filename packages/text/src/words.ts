import { clampRange, type Range } from './range.ts'

const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const letterOrDigit = /[\p{L}\p{N}]/u
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
  return tokens.reduce((sum, token) => sum + wordsInToken(token), 0)
}

function wordsInToken(token: string): number {
  if (!letterOrDigit.test(token)) return 0
  if (!unspacedScript.test(token)) return 1
  return [...segmenter.segment(token)].filter((segment) => segment.isWordLike).length
}
