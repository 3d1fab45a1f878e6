/** A variable by its number, with its coefficient. */
export type Part = readonly [variable: number, coefficient: number]

/** `least <= sum of the parts <= most`; an end may be infinite. */
export interface Line {
  readonly parts: readonly Part[]
  readonly least: number
  readonly most: number
}

export interface Variable {
  readonly least: number
  readonly most: number
  /** Takes whole numbers only. */
  readonly whole: boolean
}

/** A linear or integer programme that is written variable by variable and line by line. */
export class Programme {
  readonly variables: Variable[] = []
  readonly lines: Line[] = []

  /** A new variable, from 0 to 1 and whole if nothing else is said. Gives its number. */
  variable({ least = 0, most = 1, whole = true }: Partial<Variable> = {}): number {
    return this.variables.push({ least, most, whole }) - 1
  }

  line(parts: readonly Part[], { least = -Infinity, most = Infinity }: Partial<Line>): void {
    this.lines.push({ parts, least, most })
  }

  /** The parts of one variable that grows with the square of a sum of zero-or-ones, up to `most` of them. */
  squareOf(sum: readonly Part[], most: number): Part[] {
    // the k-th unit costs k² - (k - 1)² = 2k - 1, more than the one before it, so that units are taken in their order
    const units = Array.from({ length: most }, (_, index): Part => [
      this.variable({ whole: false }),
      2 * index + 1,
    ])
    this.line([...sum, ...units.map(([unit]): Part => [unit, -1])], { least: 0, most: 0 })
    return units
  }
}

export interface Objective {
  readonly sense: 'most' | 'least'
  readonly parts: readonly Part[]
}

/** The value that an objective has with these values of variables. */
export function valueOf({ parts }: Objective, values: Float64Array): number {
  return parts.reduce((sum, [variable, weight]) => sum + weight * (values[variable] ?? 0), 0)
}
