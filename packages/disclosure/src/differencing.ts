import type { Rule } from './rules.ts'
import { countAt, type CountTable, type Place, placesOf } from './table.ts'

export interface Difference extends Place {
  readonly before: number
  readonly after: number
  readonly why: string
}

/**
 * What two versions of a table give away together: a difference below the threshold shows how few came or went (and who, to
 * somebody who knows of one withdrawal), however large the counts are; a cell that was shown before gives away one that is
 * suppressed now. Rows and columns are compared by name; those of one version alone are left out.
 */
export function differences(before: CountTable, after: CountTable, rule: Rule): Difference[] {
  const names = (table: CountTable, { row, column }: Place) =>
    JSON.stringify([
      row === null ? null : (table.rows[row] ?? ''),
      column === null ? null : (table.columns[column] ?? ''),
    ])
  const earlier = new Map(placesOf(before).map((place) => [names(before, place), place]))
  return placesOf(after).flatMap((place): Difference[] => {
    const same = earlier.get(names(after, place))
    if (!same) return []
    const [was, is] = [countAt(before, same), countAt(after, place)]
    const [shownBefore, shownNow] = [rule.show(was), rule.show(is)]
    const changed = Math.abs(is - was)
    const at = { ...place, before: was, after: is }
    if (shownBefore.done !== 'suppressed' && shownNow.done === 'suppressed')
      return [{ ...at, why: `It is suppressed now, and ${shownBefore.text} was shown before.` }]
    if (
      shownBefore.done === 'suppressed' &&
      shownNow.done !== 'suppressed' &&
      changed < rule.threshold
    )
      return [
        { ...at, why: `It was suppressed before, and so few more make it ${shownNow.text} now.` },
      ]
    const bothExact = shownBefore.done === 'shown' && shownNow.done === 'shown'
    return bothExact && changed > 0 && changed < rule.threshold
      ? [{ ...at, why: `The two versions differ by ${changed}, which is below ${rule.threshold}.` }]
      : []
  })
}
