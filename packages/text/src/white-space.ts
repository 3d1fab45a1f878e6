import { snapToGraphemes } from './graphemes.ts'
import { clampRange, type Range } from './range.ts'

const space = /\s/

/** Whether the code unit at this offset is white space (line ends and no-break spaces count). */
export function isSpaceAt(text: string, offset: number): boolean {
  return offset >= 0 && offset < text.length && space.test(text.charAt(offset))
}

/**
 * The range without the white space at its ends; an empty range at `from` when there is nothing
 * else. A space that carries a combining mark is a character of its own and stays.
 */
export function trimRange(text: string, range: Range): Range {
  const outer = clampRange(text, range)
  let { from, to } = outer
  while (from < to && isSpaceAt(text, from)) from++
  while (to > from && isSpaceAt(text, to - 1)) to--
  if (from === to) return { from: outer.from, to: outer.from }
  if (from === outer.from && to === outer.to) return outer
  const whole = snapToGraphemes(text, { from, to })
  return { from: Math.max(outer.from, whole.from), to: Math.min(outer.to, whole.to) }
}
