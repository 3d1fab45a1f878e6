import { AgreementError } from './agreement-error.ts'
import type { Figure } from './figure.ts'

/** A figure with all that it must not travel without. */
export interface AgreementResult {
  /** The statistic by its full name: “Krippendorff’s α (nominal)”. */
  readonly statistic: string
  readonly figure: Figure
  readonly interval: { readonly low: number; readonly high: number; readonly of: string } | null
  /** What was compared: “turns”, “segments”, “characters”. */
  readonly unit: string
  readonly units: number
  readonly coders: number
  /** Of what: a code, a theme, the whole list. */
  readonly scope: string
  /** How chance was taken: “each coder’s own shares”; null where there is none. */
  readonly chance: string | null
  /** When a unit counts as coded, or two segments as the same; null where units are given. */
  readonly overlapRule: string | null
  /** The share of units that have the code; null where there is more than one. */
  readonly prevalence: number | null
  /** Agreement without any correction, which stands beside every corrected figure. */
  readonly percentAgreement: Figure
}

/**
 * The result as a sentence for a methods section, in English.
 *
 * @throws AgreementError when there are fewer than two coders: no agreement is of one
 */
export function methodsSentence(result: AgreementResult): string {
  if (result.coders < 2) throw new AgreementError('Agreement is between two coders or more.')
  const { figure, interval, percentAgreement } = result
  const value =
    figure.value === null
      ? `${result.statistic} is undefined (${figure.reason})`
      : `${result.statistic} was ${decimals(figure.value)}` +
        (interval
          ? ` (95% interval ${decimals(interval.low)} to ${decimals(interval.high)}, ${interval.of})`
          : '')
  const plain =
    percentAgreement.value === null ? '' : `; they agreed on ${percent(percentAgreement.value)}`
  const details = [
    result.chance === null ? null : `chance from ${result.chance}`,
    result.overlapRule,
    result.prevalence === null ? null : `prevalence ${percent(result.prevalence)}`,
  ].filter((detail) => detail !== null)
  return (
    `For ${result.scope}, ${result.coders} coders were compared on ` +
    `${result.units.toLocaleString('en')} ${result.unit}: ${value}${plain}` +
    `${details.length > 0 ? ` (${details.join('; ')})` : ''}.`
  )
}

function decimals(value: number): string {
  return value.toFixed(2).replace('-', '−')
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`
}
