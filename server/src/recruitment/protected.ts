import { ruleOf, showCount } from '@throughline/disclosure'

/**
 * A count as whoever may not see recruitment sees it: to the nearest five, and 0, 1 and 2 as 0, each by itself, so that
 * no total gives another away by subtraction (HESA’s rounding).
 */
export function roundedCount(count: number): number {
  return Number(showCount(ruleOf('hesa_round5_half_up'), count).text)
}
