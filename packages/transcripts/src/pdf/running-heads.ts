import type { Row } from './rows.ts'

/** The rows without running heads, feet and page numbers, and one of each kind that was dropped. */
export interface Body {
  readonly pages: readonly (readonly Row[])[]
  readonly dropped: readonly string[]
}

const rowsLookedAt = 3
const pageNumber =
  /^(?:(?:page|p\.|seite|página|pagina|pág\.)\s*)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|\/|von|de|di)\s*\d{1,4})?$/i

/**
 * Drops what stands at the same height of several pages, apart from the text, with the same words but for numbers.
 * A page number alone needs only to stand apart.
 */
export function withoutRunningHeads(pages: readonly (readonly Row[])[]): Body {
  const pitch = usualPitch(pages.flat())
  const candidates = pages.map((rows) => [
    ...edgeRows(rows, pitch),
    ...edgeRows(rows.toReversed(), pitch),
  ])
  const counts = new Map<string, number>()
  for (const rows of candidates) {
    for (const kind of new Set(rows.map(kindOf))) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const needed = Math.max(2, Math.ceil(pages.length * 0.4))
  const dropped = new Map<string, string>()
  const bodies = pages.map((rows, page) => {
    const gone = (candidates[page] ?? []).filter(
      (row) => (counts.get(kindOf(row)) ?? 0) >= needed || pageNumber.test(wordsOf(row)),
    )
    for (const row of gone) {
      const words = wordsOf(row)
      dropped.set(masked(words), dropped.get(masked(words)) ?? words)
    }
    return rows.filter((row) => !gone.includes(row))
  })
  return { pages: bodies, dropped: [...dropped.values()] }
}

/** The first rows of a page up to a gap that is none between lines; none where there is no such gap. */
function edgeRows(rows: readonly Row[], pitch: number): readonly Row[] {
  for (let count = 1; count <= rowsLookedAt && count < rows.length; count++) {
    const [last, next] = [rows[count - 1], rows[count]]
    if (!last || !next) break
    const gap = Math.abs(next.base - last.base)
    if (gap > pitch * 1.1 && gap > Math.max(last.size, next.size) * 1.3) return rows.slice(0, count)
  }
  return []
}

function kindOf(row: Row): string {
  return `${Math.round(row.base / 3)} ${masked(wordsOf(row))}`
}

function masked(words: string): string {
  return words.replace(/\d+/g, '#')
}

function wordsOf(row: Row): string {
  return row.segments.map(({ text }) => text).join(' ')
}

/** The commonest distance from one row to the next, in points. */
export function usualPitch(rows: readonly Row[]): number {
  const counts = new Map<number, number>()
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1]
    if (!next || next.page !== row.page) continue
    const distance = Math.round((next.base - row.base) * 2) / 2
    counts.set(distance, (counts.get(distance) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort(
    ([one, ones], [other, others]) => others - ones || one - other,
  )
  return commonest?.[0] ?? 0
}
