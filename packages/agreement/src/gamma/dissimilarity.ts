import { AgreementError } from '../agreement-error.ts'

/** What one coder marked: a stretch of the text, in any unit, with a category. A coder’s units may overlap. */
export interface GammaUnit {
  readonly from: number
  readonly to: number
  readonly category: string
}

export interface GammaOptions {
  /** The weight of positions (α of the source) and of categories (β). */
  readonly positions: number
  readonly categories: number
  /** What a unit without a counterpart costs (Δ∅), and what two that are missing cost. */
  readonly missing: number
  /** How far apart two categories are, from 0 to 1; without it, 0 or 1. */
  readonly distance?: (one: string, other: string) => number
}

export const usualGammaOptions: GammaOptions = { positions: 1, categories: 1, missing: 1 }

export interface Dissimilarity {
  readonly positional: number
  readonly categorical: number
  readonly combined: number
}

/** Mathet, Widlöcher and Métivier 2015, Computational Linguistics 41(3), equations 1 to 3. */
export function dissimilarity(
  one: GammaUnit,
  other: GammaUnit,
  { positions, categories, missing, distance }: GammaOptions,
): Dissimilarity {
  const apart =
    (Math.abs(one.from - other.from) + Math.abs(one.to - other.to)) /
    (one.to - one.from + (other.to - other.from))
  const positional = apart ** 2 * missing
  const categorical =
    (distance ? distance(one.category, other.category) : one.category === other.category ? 0 : 1) *
    missing
  return {
    positional,
    categorical,
    combined: positions * positional + categories * categorical,
  }
}

/** @throws AgreementError where a unit ends before it begins, or there is one coder alone */
export function requireUnits(coders: ReadonlyMap<string, readonly GammaUnit[]>): void {
  if (coders.size < 2) throw new AgreementError('γ needs the units of two coders or more.')
  for (const [name, units] of coders)
    for (const [index, { from, to }] of units.entries())
      if (!(from < to))
        throw new AgreementError(
          `Unit ${index + 1} of ${name} goes from ${from} to ${to}. It must end after it begins.`,
        )
}
