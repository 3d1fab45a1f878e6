import type { Row, Segment } from './rows.ts'

/** One line in the order in which it is read: words, where they stand, and the edges between which they may. */
export interface Line {
  readonly text: string
  readonly page: number
  readonly from: number
  readonly to: number
  readonly base: number
  readonly size: number
  /** Which column of its page; 0 where there is but one. */
  readonly column: number
}

interface Gutter {
  readonly from: number
  readonly to: number
}

/** The lines of a page, column by column where it has two, and whether it has. */
export function linesOf(rows: readonly Row[]): { lines: Line[]; inColumns: boolean } {
  const gutter = findGutter(rows)
  if (!gutter) return { lines: rows.map((row) => lineOf(row, row.segments, 0)), inColumns: false }
  const lines: Line[] = []
  let left: Line[] = []
  let right: Line[] = []
  const endBand = () => {
    lines.push(...left, ...right)
    left = []
    right = []
  }
  for (const row of rows) {
    if (crosses(row, gutter)) {
      endBand()
      lines.push(lineOf(row, row.segments, 0))
      continue
    }
    const [one, other] = divided(row, gutter)
    if (one.length > 0) left.push(lineOf(row, one, 1))
    if (other.length > 0) right.push(lineOf(row, other, 2))
  }
  endBand()
  return { lines, inColumns: true }
}

/** The cells of a row are joined by tabs, as those of a table are. */
function lineOf({ page, base, size }: Row, segments: readonly Segment[], column: number): Line {
  return {
    text: segments.map(({ text }) => text).join('\t'),
    page,
    from: Math.min(...segments.map(({ from }) => from)),
    to: Math.max(...segments.map(({ to }) => to)),
    base,
    size,
    column,
  }
}

const crosses = (row: Row, gutter: Gutter): boolean =>
  row.segments.some(({ from, to }) => from < gutter.from && to > gutter.to)

function divided(row: Row, gutter: Gutter): [Segment[], Segment[]] {
  const isLeft = ({ to }: Segment) => to <= gutter.to
  return [row.segments.filter(isLeft), row.segments.filter((segment) => !isLeft(segment))]
}

const fewestLines = 5
const narrowestGutter = 6

/**
 * The gap between two columns of running text, or null. Two columns are about as wide as each other, filled to
 * most of their width, and without holes: that is what tells them from a table of speakers and words.
 */
function findGutter(rows: readonly Row[]): Gutter | null {
  const from = Math.min(...rows.flatMap(({ segments }) => segments.map((each) => each.from)))
  const to = Math.max(...rows.flatMap(({ segments }) => segments.map((each) => each.to)))
  const gutter = emptiestGap(rows, from + (to - from) * 0.25, from + (to - from) * 0.75)
  if (!gutter) return null
  const inside = rows.filter((row) => !crosses(row, gutter)).map((row) => divided(row, gutter))
  const left = inside.flatMap(([some]) => some)
  const right = inside.flatMap(([, some]) => some)
  const isColumn = (segments: readonly Segment[], width: number) =>
    segments.length >= fewestLines && meanWidth(segments) > width * 0.55
  const [leftWidth, rightWidth] = [gutter.from - from, to - gutter.to]
  const alike = leftWidth > rightWidth * 0.5 && rightWidth > leftWidth * 0.5
  if (!alike || !isColumn(left, leftWidth) || !isColumn(right, rightWidth)) return null
  return holes(rows, gutter, 0) < 0.25 && holes(rows, gutter, 1) < 0.25 ? gutter : null
}

function meanWidth(segments: readonly Segment[]): number {
  return segments.reduce((sum, { from, to }) => sum + to - from, 0) / segments.length
}

/** The widest stretch between these places that few rows cross. */
function emptiestGap(rows: readonly Row[], from: number, to: number): Gutter | null {
  const most = rows.length * 0.2
  let best: Gutter | null = null
  let start: number | null = null
  for (let place = Math.ceil(from); place <= to + 1; place++) {
    const covered = rows.filter(({ segments }) =>
      segments.some((each) => each.from < place && each.to > place),
    ).length
    if (place <= to && covered <= most) start ??= place
    else if (start !== null) {
      if (!best || place - start > best.to - best.from) best = { from: start, to: place - 1 }
      start = null
    }
  }
  return best && best.to - best.from >= narrowestGutter ? best : null
}

/** How much of the height of one side is empty between its first row and its last. */
function holes(rows: readonly Row[], gutter: Gutter, side: 0 | 1): number {
  const heights = rows
    .filter((row) => crosses(row, gutter) || divided(row, gutter)[side].length > 0)
    .map(({ base }) => base)
  const gaps = heights.slice(1).map((base, index) => base - (heights[index] ?? base))
  const pitch = [...gaps].sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0
  const empty = gaps.filter((gap) => gap > pitch * 2.2).reduce((sum, gap) => sum + gap, 0)
  return empty / Math.max(1, (heights.at(-1) ?? 0) - (heights[0] ?? 0))
}
