import type { PDFPageProxy } from 'unpdf/pdfjs'

/**
 * Some words as the PDF has them, in points from the page's upper left corner as it is read: `from` and `to` along the
 * line, `base` down to the line on which the letters stand.
 */
export interface Piece {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly base: number
  /** The size of the letters. */
  readonly size: number
  readonly rightToLeft: boolean
  /** Whether the PDF has white space before it in the same line. */
  readonly spaceBefore: boolean
}

/** The words of a page that stand upright, and those that stand aslant or sideways beside them. */
export interface PagePieces {
  readonly width: number
  readonly upright: readonly Piece[]
  readonly aslant: string
}

type Placed = Piece & { readonly angle: number }

/** The words of a page. A page that was turned, or is written from top to bottom, is read in its own direction. */
export async function piecesOf(page: PDFPageProxy): Promise<PagePieces> {
  const viewport = page.getViewport({ scale: 1 })
  const { items, styles } = await page.getTextContent()
  const placed: Placed[] = []
  let space = false
  for (const item of items) {
    if (!('str' in item)) continue
    if (item.str.trim() === '') {
      space = item.str !== '' && !item.hasEOL
      continue
    }
    const vertical = styles[item.fontName]?.vertical ?? false
    placed.push(place(item, viewport.transform, { vertical, space }))
    space = false
  }
  const main = commonestAngle(placed)
  const sideways = main % 180 !== 0
  const upright = placed.filter(({ angle }) => angle === main)
  const shift = Math.min(0, ...upright.map(({ from }) => from))
  return {
    width: sideways ? viewport.height : viewport.width,
    upright: upright.map((piece) => ({ ...piece, from: piece.from - shift, to: piece.to - shift })),
    aslant: placed
      .filter(({ angle }) => angle !== main)
      .map(({ text }) => text)
      .join(' '),
  }
}

interface Item {
  readonly str: string
  readonly dir: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
}

function place(
  item: Item,
  page: readonly number[],
  { vertical, space }: { vertical: boolean; space: boolean },
): Placed {
  const [a, b, c, d, x, y] = product(page, item.transform)
  const angle = vertical ? 90 : (Math.round((Math.atan2(b, a) * 180) / Math.PI) + 360) % 360
  const turn = (-angle * Math.PI) / 180
  const from = x * Math.cos(turn) - y * Math.sin(turn)
  return {
    text: item.str,
    from,
    to: from + (vertical ? item.height : item.width),
    base: x * Math.sin(turn) + y * Math.cos(turn),
    size: Math.hypot(c, d) || 1,
    rightToLeft: item.dir === 'rtl',
    spaceBefore: space,
    angle,
  }
}

type Matrix = [number, number, number, number, number, number]

/** The second transformation and then the first. */
function product(first: readonly number[], second: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = first
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = second
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ]
}

function commonestAngle(placed: readonly Placed[]): number {
  const lengths = new Map<number, number>()
  for (const { angle, text } of placed) lengths.set(angle, (lengths.get(angle) ?? 0) + text.length)
  const [commonest] = [...lengths].sort(([, one], [, other]) => other - one)
  return commonest?.[0] ?? 0
}
