import { tokensOf, type Token } from './tokens.ts'

/** One label of a tier. Times in seconds; a point has no end. */
export interface TierLabel {
  readonly tier: string
  readonly text: string
  readonly startsAt: number
  readonly endsAt: number | null
}

export interface Tiers {
  /** Every label, empty ones too, tier by tier. */
  readonly labels: readonly TierLabel[]
  /** Whether the file ended, or stopped to make sense, before its tiers did. */
  readonly isCutOff: boolean
}

/** The header of a TextGrid in Praat's text forms: long, short and chronological. */
export const textGridHeader =
  /^\s*(?:(?:File type\s*=\s*)?"ooTextFile[^"]*"\s*(?:Object class\s*=\s*)?"TextGrid|"Praat chronological TextGrid text file")/

/** Reads the tiers of a TextGrid. Never throws: what cannot be read is cut off. */
export function tiersOf(text: string): Tiers {
  const reader = new TierReader(tokensOf(text))
  const isChronological = reader.header()
  const isCutOff = !(isChronological ? reader.chronological() : reader.tierByTier())
  return { labels: reader.labels, isCutOff }
}

/** A token of another kind than the one that must stand here, or none. */
class CutOff extends Error {}

class TierReader {
  readonly labels: TierLabel[] = []
  readonly #tokens: Iterator<Token>

  constructor(tokens: Iterator<Token>) {
    this.#tokens = tokens
  }

  /** Reads the file's type; true for the chronological form, which has no second string. */
  header(): boolean {
    const type = this.#tokens.next()
    if (typeof type.value === 'string' && type.value.startsWith('Praat chronological')) return true
    this.#tokens.next()
    return false
  }

  tierByTier(): boolean {
    return this.#toTheEnd(() => {
      this.#timeDomain()
      const tiers = this.#number()
      for (let tier = 0; tier < tiers; tier++) {
        const isOfPoints = this.#string() === 'TextTier'
        const name = this.#string()
        this.#timeDomain()
        const count = this.#number()
        for (let index = 0; index < count; index++) this.#label(name, isOfPoints)
      }
    })
  }

  chronological(): boolean {
    return this.#toTheEnd(() => {
      this.#timeDomain()
      const tiers: { name: string; isOfPoints: boolean }[] = []
      const count = this.#number()
      for (let index = 0; index < count; index++) {
        const isOfPoints = this.#string() === 'TextTier'
        tiers.push({ isOfPoints, name: this.#string() })
        this.#timeDomain()
      }
      for (let next = this.#tokens.next(); next.done !== true; next = this.#tokens.next()) {
        const tier = typeof next.value === 'number' ? tiers[next.value - 1] : undefined
        if (!tier) throw new CutOff()
        this.#label(tier.name, tier.isOfPoints)
      }
    })
  }

  #label(tier: string, isPoint: boolean): void {
    const startsAt = this.#number()
    const endsAt = isPoint ? null : this.#number()
    this.labels.push({ tier, text: this.#string(), startsAt, endsAt })
  }

  #toTheEnd(read: () => void): boolean {
    try {
      read()
      return true
    } catch (error) {
      if (error instanceof CutOff) return false
      throw error
    }
  }

  #timeDomain(): void {
    this.#number()
    this.#number()
  }

  #number(): number {
    const { value } = this.#tokens.next()
    if (typeof value !== 'number') throw new CutOff()
    return value
  }

  #string(): string {
    const { value } = this.#tokens.next()
    if (typeof value !== 'string') throw new CutOff()
    return value
  }
}
