import type { Range } from '@throughline/text'
import type { ViewCoding } from '../transcript-view/index.ts'

/** A coding beside one paragraph: the part of the paragraph's height that it takes, 0 to 1, and its column. */
export interface StripeInPrint {
  readonly id: string
  readonly codeId: string
  readonly lane: number
  readonly top: number
  readonly bottom: number
}

/** Columns beyond this many share the last one. */
const mostLanes = 6

/** The codings that touch a paragraph, so that no two that overlap stand in one column. */
export function lanesOf(paragraph: Range, codings: readonly ViewCoding[]): StripeInPrint[] {
  const length = Math.max(1, paragraph.to - paragraph.from)
  const takenUntil: number[] = []
  return codings
    .filter(({ from, to }) => from < paragraph.to && paragraph.from < to)
    .toSorted((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1))
    .map(({ id, codeId, from, to }) => {
      const free = takenUntil.findIndex((end) => end <= from)
      const lane = free === -1 ? takenUntil.length : free
      takenUntil[lane] = to
      return {
        id,
        codeId,
        lane: Math.min(lane, mostLanes - 1),
        top: Math.max(0, from - paragraph.from) / length,
        bottom: Math.min(length, to - paragraph.from) / length,
      }
    })
}
