import { type Figure, figure, quotient } from '../figure.ts'
import { sum } from '../ratings.ts'
import { codesOf, type Continuum, inOrder, ofCode } from './continuum.ts'

export interface LegacyAlpha {
  readonly observed: number
  readonly expected: number
  readonly alpha: Figure
}

/**
 * The older α_U of Krippendorff 1995 (Sociological Methodology 25, 47–76) and 2004 (Quality & Quantity 38, 787–800), by
 * squared distances of borders, for each code and over all. Kept for comparison with earlier studies: it depends on the
 * unit of length, and is another figure than uα.
 *
 * A code’s segments that overlap within a coder are joined; those that touch stay two. Lengths are whole numbers.
 */
export function legacyAlphaU(continuum: Continuum): {
  ofCode: ReadonlyMap<string, LegacyAlpha>
  overall: Figure
} {
  const byCode = codesOf(continuum).map((code): [string, LegacyAlpha] => [
    code,
    ofOneCode(ofCode(continuum, code)),
  ])
  const disagreement = quotient(
    sum(byCode.map(([, { observed }]) => observed)),
    sum(byCode.map(([, { expected }]) => expected)),
    'nobody coded anything',
  )
  return {
    ofCode: new Map(byCode),
    overall: disagreement.value === null ? disagreement : figure(1 - disagreement.value),
  }
}

/** A stretch of the text that one coder coded, or left. */
interface Section {
  readonly from: number
  readonly to: number
  readonly coded: boolean
}

function ofOneCode(continuum: Continuum): LegacyAlpha {
  const sections = inOrder(continuum).map(({ segments }) => sectionsOf(continuum.length, segments))
  const observed = observedOf(sections, continuum.length)
  const expected = expectedOf(sections, continuum.length)
  const disagreement = quotient(observed, expected, 'nobody coded anything')
  return {
    observed,
    expected,
    alpha: disagreement.value === null ? disagreement : figure(1 - disagreement.value),
  }
}

function sectionsOf(length: number, segments: readonly { from: number; to: number }[]): Section[] {
  const sections: Section[] = []
  let place = 0
  for (const { from, to } of segments) {
    if (from > place) sections.push({ from: place, to: from, coded: false })
    sections.push({ from, to, coded: true })
    place = to
  }
  if (place < length) sections.push({ from: place, to: length, coded: false })
  return sections
}

/** 2004, equation 1 and 2: two that meet differ by their borders, one in another’s gap by its whole length. */
function observedOf(coders: readonly (readonly Section[])[], length: number): number {
  let total = 0
  for (const [i, own] of coders.entries())
    for (const [j, others] of coders.entries())
      if (i !== j) total += sum(own.flatMap((one) => others.map((other) => difference(one, other))))
  return total / (coders.length * (coders.length - 1) * length ** 2)
}

function difference(one: Section, other: Section): number {
  if (one.coded && other.coded && one.from < other.to && other.from < one.to)
    return (one.from - other.from) ** 2 + (one.to - other.to) ** 2
  const [coded, gap] = one.coded ? [one, other] : [other, one]
  if (coded.coded && !gap.coded && gap.from <= coded.from && coded.to <= gap.to)
    return (coded.to - coded.from) ** 2
  return 0
}

/** 2004, equation 3: the mean over all ways in which segments and gaps of these lengths could lie. */
function expectedOf(coders: readonly (readonly Section[])[], length: number): number {
  const all = coders.flat()
  const coded = all.filter((section) => section.coded).map(({ from, to }) => to - from)
  const gaps = all.filter((section) => !section.coded).map(({ from, to }) => to - from)
  const ways = sum(
    coded.map(
      (own) =>
        ((coded.length - 1) / 3) * (2 * own ** 3 - 3 * own ** 2 + own) +
        own ** 2 * sum(gaps.filter((free) => free >= own).map((free) => free - own + 1)),
    ),
  )
  const total = coders.length * length
  return ((2 / length) * ways) / (total * (total - 1) - sum(coded.map((own) => own * (own - 1))))
}
