/** One line of the results. */
export interface Measured {
  /** What was measured, with its unit. */
  readonly what: string
  /** The budget in words; null where none was set. */
  readonly budget: string | null
  /** The figure in words. */
  readonly measured: string
  /** Whether the budget is met; null without one. */
  readonly met: boolean | null
  /** All figures, for whoever compares runs. */
  readonly figures: Readonly<Record<string, number>>
}

/** A benchmark by its name on the command line. */
export interface Benchmark {
  readonly name: string
  /** How it is measured, for the results. */
  readonly how: string
  run(say: (sentence: string) => void): Promise<Measured[]>
}

/** A figure that shall be `most` at most, or `least` at least. */
export function judged(
  what: string,
  value: number,
  unit: string,
  limit: { readonly most: number } | { readonly least: number } | null,
  figures: Readonly<Record<string, number>> = {},
): Measured {
  const words = (number: number) => `${round(number)} ${unit}`.trim()
  return {
    what,
    budget:
      limit === null
        ? null
        : 'most' in limit
          ? `≤ ${words(limit.most)}`
          : `≥ ${words(limit.least)}`,
    measured: words(value),
    met: limit === null ? null : 'most' in limit ? value <= limit.most : value >= limit.least,
    figures: { value, ...figures },
  }
}

/** Two digits below ten, one below a hundred. */
export function round(value: number): number {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return Number(value.toFixed(digits))
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
