import { DisclosureError } from './disclosure-error.ts'

/** What may be known of a count from what is shown for it: from `least` to `most`, both included; null without an end. */
export interface Bounds {
  readonly least: number
  readonly most: number | null
}

/** A count as a rule shows it. */
export interface Shown {
  readonly text: string
  readonly done: 'shown' | 'rounded' | 'suppressed'
  readonly bounds: Bounds
}

/** A published rule for small counts. */
export interface Rule {
  readonly name: string
  readonly source: string
  /** How sure we are of its digits: read in the source, read in part, or recalled. */
  readonly confidence: 'read' | 'partly read' | 'recalled'
  readonly show: (count: number) => Presented
  /** Counts below it are what the rule guards. */
  readonly threshold: number
  /** Percentages of fewer people than this are not shown; null where the rule says nothing. */
  readonly leastForPercentage: number | null
  /** Means of fewer people than this are not shown; null where the rule says nothing. */
  readonly leastForMean: number | null
  /** How many cells of a row or column must be suppressed together. */
  readonly leastSuppressedTogether: number
  readonly note: string
}

interface Presented {
  readonly text: string
  readonly done: Shown['done']
  /** To which multiple it was rounded. */
  readonly step?: number
}

const exactly = (count: number): Presented => ({ text: String(count), done: 'shown' })
const suppressed = (text: string): Presented => ({ text, done: 'suppressed' })

/** To the nearest multiple; halves up, or to the even multiple. */
function rounded(count: number, step: number, halves: 'up' | 'even' = 'up'): Presented {
  const low = Math.floor(count / step)
  const isHalf = count / step - low === 0.5
  const nearest = isHalf && halves === 'even' ? low + (low % 2) : Math.floor(count / step + 0.5)
  return {
    text: String(nearest * step),
    done: nearest * step === count ? 'shown' : 'rounded',
    step,
  }
}

/** Steps of the DRB: 15 to 99 by 10, to 999 by 50, to 9,999 by 100, to 99,999 by 500, to 999,999 by 1,000, beyond four digits. */
function censusStep(count: number): number {
  if (count < 100) return 10
  if (count < 1_000) return 50
  if (count < 10_000) return 100
  if (count < 100_000) return 500
  if (count < 1_000_000) return 1_000
  return 10 ** (Math.floor(Math.log10(count)) - 3)
}

/** The rules by their names. With eight to thirty people most of them blank most of a table: they warn, and a person decides. */
export const rules: readonly Rule[] = [
  {
    name: 'hesa_round5_half_up',
    source: 'HESA/Jisc, rounding and suppression to anonymise statistics',
    confidence: 'recalled',
    show: (count) => rounded(count, 5),
    threshold: 3,
    leastForPercentage: 22.5,
    leastForMean: 8,
    leastSuppressedTogether: 1,
    note: 'All counts to the nearest 5, 0 to 2 as 0. Totals are rounded from the unrounded and need not add up.',
  },
  {
    name: 'ofqual_round5_fewer_than_5',
    source: 'Ofqual, rounding policy, 30 October 2025',
    confidence: 'read',
    show: (count) => (count > 0 && count < 5 ? suppressed('fewer than 5') : rounded(count, 5)),
    threshold: 5,
    leastForPercentage: null,
    leastForMean: null,
    leastSuppressedTogether: 1,
    note: 'A true 0 is shown. Percentages come from unrounded values, to one decimal.',
  },
  {
    name: 'nhs_digital_subnational',
    source: 'NHS England Digital, disclosure control for sub-national counts',
    confidence: 'partly read',
    show: (count) => (count > 0 && count < 8 ? suppressed('*') : rounded(count, 5)),
    threshold: 8,
    leastForPercentage: null,
    leastForMean: 8,
    leastSuppressedTogether: 1,
    note: 'There is no control of national counts.',
  },
  {
    name: 'uk_llc_tre',
    source:
      'UK Longitudinal Linkage Collaboration, guidebook on disclosure control, 30 January 2026',
    confidence: 'read',
    show: (count) => (count < 10 ? suppressed('<10') : exactly(count)),
    threshold: 10,
    leastForPercentage: 10,
    leastForMean: 10,
    leastSuppressedTogether: 2,
    note: 'Counts below 10, 0 included, are blocked in tables, charts and text; at least two cells of a row and column together.',
  },
  {
    name: 'ons_ls_threshold',
    source: 'ONS Longitudinal Study, clearance of cell counts',
    confidence: 'read',
    show: (count) => (count > 0 && count < 10 ? suppressed('<10') : exactly(count)),
    threshold: 10,
    leastForPercentage: null,
    leastForMean: null,
    leastSuppressedTogether: 1,
    note: 'The threshold is reviewed in context; it is not absolute.',
  },
  {
    name: 'us_census_drb',
    source: 'US Census Bureau, Disclosure Review Board, as in drb_rounder',
    confidence: 'read',
    show: (count) => (count < 15 ? suppressed('N<15') : rounded(count, censusStep(count), 'even')),
    threshold: 15,
    leastForPercentage: null,
    leastForMean: null,
    leastSuppressedTogether: 1,
    note: 'Steps beyond 9,999 are recalled, not read.',
  },
]

/** @throws DisclosureError naming the rules that there are */
export function ruleOf(name: string): Rule {
  const rule = rules.find((one) => one.name === name)
  if (!rule)
    throw new DisclosureError(
      `There is no rule ${name}. There are: ${rules.map((one) => one.name).join(', ')}.`,
    )
  return rule
}

/**
 * A count as the rule shows it.
 *
 * @throws DisclosureError when it is not a number from 0
 */
export function showCount(rule: Rule, count: number): Shown {
  if (!Number.isFinite(count) || count < 0)
    throw new DisclosureError(`${count} is not a count: a number from 0 is needed.`)
  const { text, done, step = 0 } = rule.show(count)
  return {
    text,
    done,
    bounds: Number.isInteger(count)
      ? wholeCountsShownAs(text, rule, count)
      : { least: Math.max(0, Number(text) - step / 2), most: Number(text) + step / 2 },
  }
}

/** All that is shown in the same way, found by walking down and up from the count itself. */
function wholeCountsShownAs(text: string, rule: Rule, count: number): Bounds {
  const isSame = (other: number) => other >= 0 && rule.show(other).text === text
  let [least, most] = [count, count]
  while (isSame(least - 1)) least--
  while (isSame(most + 1)) most++
  return { least, most }
}

/** Whether a percentage of so many people, or a mean over them, may be shown; null where the rule says nothing of it. */
export function mayShow(rule: Rule, what: 'percentage' | 'mean', people: number): boolean | null {
  const least = what === 'percentage' ? rule.leastForPercentage : rule.leastForMean
  return least === null ? null : people >= least
}
