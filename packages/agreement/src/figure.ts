/** Why a statistic has no value. Each completes the sentence “It is undefined: …”. */
export type Reason =
  | 'there are no units'
  | 'no unit was coded by two coders'
  | 'all values are the same, so agreement by chance is certain'
  | 'fewer than two categories are declared'
  | 'no place was coded by two coders'
  | 'no place that has this code was coded by a second coder'
  | 'where two coders coded, only this code was used'
  | 'where two coders coded, only one code was used'
  | 'nobody coded anything'
  | 'chance alone leaves nothing to vary'
  | 'the values are not numbers'
  | 'ratios need values that are not negative'
  | 'the category is never used, or always'
  | 'there is a single unit'
  | 'no standard error is given for it here'
  | 'chance would agree as well as the best alignment'

/** A statistic: a number, or undefined for a reason. Zero by zero is never made 0 or 1. */
export type Figure =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Reason }

export function figure(value: number): Figure {
  return { value, reason: null }
}

export function undefinedBecause(reason: Reason): Figure {
  return { value: null, reason }
}

/** `numerator / denominator`, or undefined for this reason where the denominator is 0. */
export function quotient(numerator: number, denominator: number, reason: Reason): Figure {
  return isZero(denominator) ? undefinedBecause(reason) : figure(numerator / denominator)
}

/** `(observed − expected) / (1 − expected)`: agreement beyond chance. */
export function beyondChance(observed: number, expected: number): Figure {
  return quotient(
    observed - expected,
    1 - expected,
    'all values are the same, so agreement by chance is certain',
  )
}

/** Sums of shares do not come out at exactly 1. */
function isZero(value: number): boolean {
  return Math.abs(value) < 1e-12
}
