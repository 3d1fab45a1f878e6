import type { Range } from '@throughline/text'
import type { DisplayLine, Projection } from './projection.ts'
import type { ViewCoding, ViewTurn } from './types.ts'

/** What somebody says at once, in paragraphs; all as ranges of the document's text. */
export interface Passage extends Range {
  readonly turn: ViewTurn | undefined
  readonly paragraphs: readonly Range[]
}

/** The whole transcript in passages: lines that are broken for display are whole again. */
export function passagesOf({ lines, turns }: Projection): Passage[] {
  const passages: (Omit<Passage, 'paragraphs' | 'to'> & { paragraphs: Range[]; to: number })[] = []
  for (const line of lines) {
    if (line.to === line.from) continue
    const last = passages.at(-1)
    if (!last || line.opens === 'turn')
      passages.push({
        turn: turns[line.turn],
        paragraphs: [span(line)],
        from: line.from,
        to: line.to,
      })
    else {
      const paragraph = last.paragraphs.at(-1)
      if (line.opens === 'nothing' && paragraph)
        last.paragraphs.splice(-1, 1, { from: paragraph.from, to: line.to })
      else last.paragraphs.push(span(line))
      last.to = line.to
    }
  }
  return passages
}

function span({ from, to }: DisplayLine): Range {
  return { from, to }
}

/** A stretch of a paragraph in which no coding begins or ends. */
export interface Piece extends Range {
  /** The codings that begin before its first word, the longest first. */
  readonly begins: readonly ViewCoding[]
  /** The codings that end behind its last word, the shortest first. */
  readonly ends: readonly ViewCoding[]
  readonly covering: readonly ViewCoding[]
}

/**
 * A paragraph cut where codings begin and end. A coding that reaches over several paragraphs begins in the first and
 * ends in the last of them that is shown: `before` is where the paragraph before this one ends, `after` where the
 * next begins.
 */
export function piecesOf(
  paragraph: Range,
  codings: readonly ViewCoding[],
  { before, after }: { before: number; after: number },
): Piece[] {
  const here = codings
    .filter(({ from, to }) => from < paragraph.to && paragraph.from < to)
    .map((coding) => ({
      coding,
      from: Math.max(coding.from, paragraph.from),
      to: Math.min(coding.to, paragraph.to),
      begins: coding.from >= before,
      ends: coding.to <= after,
    }))
  const cuts = [
    ...new Set([paragraph.from, ...here.flatMap(({ from, to }) => [from, to]), paragraph.to]),
  ].toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? paragraph.to
    const beginning = here.filter((one) => one.begins && one.from === from)
    const ending = here.filter((one) => one.ends && one.to === to)
    return {
      from,
      to,
      begins: beginning.toSorted((a, b) => b.coding.to - a.coding.to).map(({ coding }) => coding),
      ends: ending.toSorted((a, b) => b.coding.from - a.coding.from).map(({ coding }) => coding),
      covering: here.filter((one) => one.from <= from && one.to >= to).map(({ coding }) => coding),
    }
  })
}
