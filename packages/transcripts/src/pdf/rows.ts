import type { PagePieces, Piece } from './pieces.ts'

/** Words that stand together in a row: a line, a cell of a table, a line of one of two columns. */
export interface Segment {
  readonly text: string
  readonly from: number
  readonly to: number
}

/**
 * What stands on one height of a page in the order of reading. Where that is from right to left, places count from the
 * right edge of the page, so that a line always begins at its `from`.
 */
export interface Row {
  readonly page: number
  readonly base: number
  readonly size: number
  readonly segments: readonly Segment[]
}

// A word's space is a quarter of the letters' size in most typefaces; a narrower gap is within a word.
const spaceGap = 0.2
// Between cells there is more room than between words, and the next cell begins where others do.
const cellGap = 1
const wideGap = 3
const rowsThatBeginThere = 3

/** Puts the pieces of a page together to rows, from top to bottom. */
export function rowsOf(page: number, { upright, width }: PagePieces): Row[] {
  const heights = sameHeight(upright)
  const stops = countStops(heights)
  return heights.map((row) => {
    const [first] = row
    const size = Math.max(...row.map((piece) => piece.size))
    return { page, base: first?.base ?? 0, size, segments: segmentsOf(row, stops, width) }
  })
}

/** The pieces of each height; raised and lowered letters belong to the line beside them. */
function sameHeight(pieces: readonly Piece[]): Piece[][] {
  const rows: { base: number; size: number; pieces: Piece[] }[] = []
  for (const piece of [...pieces].sort((one, other) => one.base - other.base)) {
    const last = rows.at(-1)
    if (last && piece.base - last.base < Math.max(last.size, piece.size) * 0.5) {
      last.pieces.push(piece)
      // The line stands where its largest letters do.
      if (piece.size > last.size) Object.assign(last, { base: piece.base, size: piece.size })
    } else rows.push({ base: piece.base, size: piece.size, pieces: [piece] })
  }
  return rows.map((row) =>
    row.pieces
      .map((piece) => ({ ...piece, base: row.base }))
      .sort((one, other) => one.from - other.from),
  )
}

const rounded = (place: number): number => Math.round(place / 2)

/** Where rows begin, and where they go on behind a gap, by how many rows do. */
function countStops(rows: readonly (readonly Piece[])[]): Map<number, number> {
  const stops = new Map<number, number>()
  for (const row of rows) {
    const begun = row.filter((piece, index) => {
      const before = row[index - 1]
      return !before || gapBetween(before, piece) >= cellGap
    })
    for (const stop of new Set(begun.map(({ from }) => rounded(from))))
      stops.set(stop, (stops.get(stop) ?? 0) + 1)
  }
  return stops
}

/** In sizes of the letters. */
function gapBetween(before: Piece, piece: Piece): number {
  return (piece.from - before.to) / Math.max(before.size, piece.size)
}

function segmentsOf(
  row: readonly Piece[],
  stops: ReadonlyMap<number, number>,
  width: number,
): Segment[] {
  const groups: Piece[][] = []
  for (const piece of row) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last && before && !beginsCell(before, piece, stops)) last.push(piece)
    else groups.push([piece])
  }
  const segments = groups.map((group) => ({
    text: textOf(group),
    from: Math.min(...group.map(({ from }) => from)),
    to: Math.max(...group.map(({ to }) => to)),
  }))
  if (!isRightToLeft(row)) return segments
  return segments
    .toReversed()
    .map(({ text, from, to }) => ({ text, from: width - to, to: width - from }))
}

function beginsCell(before: Piece, piece: Piece, stops: ReadonlyMap<number, number>): boolean {
  const gap = gapBetween(before, piece)
  if (gap >= wideGap) return true
  const place = rounded(piece.from)
  const begun = Math.max(...[place - 1, place, place + 1].map((near) => stops.get(near) ?? 0))
  return gap >= cellGap && begun >= rowsThatBeginThere
}

function isRightToLeft(pieces: readonly Piece[]): boolean {
  const length = (some: readonly Piece[]) => some.reduce((sum, { text }) => sum + text.length, 0)
  return length(pieces.filter(({ rightToLeft }) => rightToLeft)) * 2 > length(pieces)
}

function textOf(pieces: readonly Piece[]): string {
  const ordered = isRightToLeft(pieces) ? inReadingOrder(pieces) : pieces
  let text = ''
  for (const [index, piece] of ordered.entries()) {
    const before = ordered[index - 1]
    text += before && isApart(before, piece) && !/\s$/u.test(text) ? ` ${piece.text}` : piece.text
  }
  return text
    .replace(/\s+/gu, (space) => (/[\u00a0\u202f\u2007]/u.test(space) ? space : ' '))
    .trim()
}

function isApart(before: Piece, piece: Piece): boolean {
  const [left, right] = before.from <= piece.from ? [before, piece] : [piece, before]
  const gap = right.from - left.to
  return right.spaceBefore || gap > spaceGap * Math.min(left.size, right.size)
}

/** From right to left, but for words and numbers of the other direction among them. */
function inReadingOrder(pieces: readonly Piece[]): Piece[] {
  const ordered: Piece[] = []
  let foreign: Piece[] = []
  for (const piece of pieces.toReversed()) {
    if (piece.rightToLeft) {
      ordered.push(...foreign, piece)
      foreign = []
    } else foreign.unshift(piece)
  }
  return [...ordered, ...foreign]
}
