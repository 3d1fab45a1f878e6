import type { PossiblePair } from './allocate-pairs.ts'

/** Somebody with what they are willing to be matched by: each attribute with one value or several. */
export interface PersonToPair {
  readonly id: string
  readonly site?: string | undefined
  /** Year of study, or of work. */
  readonly year?: number | undefined
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined
}

export interface MenteeToPair extends PersonToPair {
  /** Attributes of which a mentor must share a value. */
  readonly must?: readonly string[] | undefined
  /** Attributes of which it would be good, with how much it counts. */
  readonly wish?: Readonly<Record<string, number>> | undefined
}

export interface PairRules {
  /** Years that a mentor is ahead at least; who gives no year is not excluded by it. */
  readonly yearsApart?: number | undefined
  /** Whether both must be, or must not be, at one site. */
  readonly site?: 'same' | 'other' | undefined
  /** Mentee and mentor who may not be paired. */
  readonly apart?: readonly (readonly [mentee: string, mentor: string])[] | undefined
}

/**
 * The pairs that break no rule, each with its compatibility: the sum of the weights of the wishes that it fulfils. An
 * attribute that somebody did not give is not shared: nobody is matched by what they did not say.
 */
export function possiblePairs(
  mentees: readonly MenteeToPair[],
  mentors: readonly PersonToPair[],
  { yearsApart, site, apart = [] }: PairRules = {},
): PossiblePair[] {
  const blocked = new Set(apart.map((pair) => JSON.stringify(pair)))
  return mentees.flatMap((mentee) =>
    mentors
      .filter(
        (mentor) =>
          mentor.id !== mentee.id &&
          !blocked.has(JSON.stringify([mentee.id, mentor.id])) &&
          isFarEnough(mentee, mentor, yearsApart) &&
          isWhereItShould(mentee, mentor, site) &&
          (mentee.must ?? []).every((attribute) => isShared(attribute, mentee, mentor)),
      )
      .map((mentor) => ({
        mentee: mentee.id,
        mentor: mentor.id,
        compatibility: Object.entries(mentee.wish ?? {}).reduce(
          (sum, [attribute, weight]) => sum + (isShared(attribute, mentee, mentor) ? weight : 0),
          0,
        ),
      })),
  )
}

function isShared(attribute: string, one: PersonToPair, other: PersonToPair): boolean {
  const values = new Set(one.attributes?.[attribute])
  return other.attributes?.[attribute]?.some((value) => values.has(value)) ?? false
}

function isFarEnough(
  mentee: PersonToPair,
  mentor: PersonToPair,
  least: number | undefined,
): boolean {
  if (least === undefined || mentee.year === undefined || mentor.year === undefined) return true
  return mentor.year - mentee.year >= least
}

function isWhereItShould(one: PersonToPair, other: PersonToPair, site: PairRules['site']): boolean {
  if (site === undefined || one.site === undefined || other.site === undefined) return true
  return (one.site === other.site) === (site === 'same')
}
