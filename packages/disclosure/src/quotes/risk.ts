import { DisclosureError } from '../disclosure-error.ts'
import {
  common,
  type Disclosure,
  howMany,
  type Person,
  type Sets,
  setsOf,
  sharedBy,
} from './people.ts'

/** Below 3 like somebody high, below 5 medium. These are ours: no standard fixes them. */
export const riskThresholds = { high: 3, medium: 5 } as const

export type Risk = 'high' | 'medium' | 'low'

/** How a value is made more general: a site to its region, a year to early or late. */
export interface Generalisation {
  readonly attribute: string
  readonly name: string
  readonly of: (value: string) => string
}

/** The number of people from whom the participants of a site come, with what it was counted. */
export interface Populations {
  /** The attribute that tells sites apart. */
  readonly attribute: string
  readonly size: Readonly<Record<string, number>>
}

export interface Combination {
  readonly attributes: readonly string[]
  /** How many participants share it, and how many share each of its values alone. */
  readonly people: number
  readonly alone: readonly number[]
}

export interface QuoteRisk {
  readonly alias: string
  /** Everything that the report says beside the alias, once each, with every place that says it. */
  readonly disclosed: readonly { attribute: string; value: string; where: readonly string[] }[]
  /** How many participants are like this in all of it, themselves included. */
  readonly k: number
  readonly risk: Risk
  /** An estimate of how many of the site’s population are; null without the site or its population. */
  readonly estimateInPopulation: number | null
  /** The smallest combinations that fewer than the high threshold share. More than one: a minority within a minority. */
  readonly singledOutBy: readonly Combination[]
  /** What `k` would be without each attribute, the best first. */
  readonly withoutOne: readonly { attribute: string; k: number }[]
  /** What `k` would be with a value made more general, the best first. */
  readonly generalised: readonly { attribute: string; name: string; k: number }[]
}

/** Combinations of more attributes than these are not looked through one by one. */
const mostAttributes = 3
/** Combinations that are named. */
const mostCombinations = 10

/**
 * For each participant whom the report says anything of: what it says in all beside that alias, since one alias joins all
 * its quotes, and how many participants are the same in all of it (k-anonymity: Sweeney 2002; deductive disclosure: Kaiser
 * 2009). A participant whose value is not known is not counted as the same.
 *
 * The sample overstates safety to somebody who knows who is in the population, and understates it where that is large:
 * `estimateInPopulation` scales the share of the site’s participants up to the site, as if they had been drawn by chance.
 *
 * @throws DisclosureError when an alias is unknown or somebody’s disclosed value is
 */
export function quoteRisks(
  people: readonly Person[],
  disclosures: readonly Disclosure[],
  {
    generalisations = [],
    populations,
  }: { generalisations?: readonly Generalisation[]; populations?: Populations } = {},
): QuoteRisk[] {
  const sets = setsOf(people)
  const byAlias = new Map(people.map((person) => [person.alias, person]))
  const general = new Map(generalisations.map((one) => [one, generalSets(people, one)]))
  return [...Map.groupBy(disclosures, ({ alias }) => alias)].map(([alias, own]) => {
    const person = byAlias.get(alias)
    if (!person) throw new DisclosureError(`There is no participant ${alias}.`)
    const disclosed = disclosedOf(person, own)
    const attributes = disclosed.map(({ attribute }) => attribute)
    const bits = attributes.map((attribute) => sharing(sets, person, attribute))
    const others = withoutEach(bits, sets.size)
    const k = howMany(all(bits, sets.size))
    return {
      alias,
      disclosed,
      k,
      risk: k < riskThresholds.high ? 'high' : k < riskThresholds.medium ? 'medium' : 'low',
      estimateInPopulation: populations ? inPopulation(sets, person, bits, populations) : null,
      singledOutBy: k < riskThresholds.high ? singledOutBy(attributes, bits) : [],
      withoutOne: attributes
        .map((attribute, index) => ({
          attribute,
          k: howMany(others[index] ?? everybody(sets.size)),
        }))
        .toSorted((a, b) => b.k - a.k),
      generalised: generalisations
        .filter(({ attribute }) => attributes.includes(attribute))
        .map((one) => {
          const index = attributes.indexOf(one.attribute)
          const wider = general.get(one)?.get(one.of(person.values[one.attribute] ?? ''))
          return {
            attribute: one.attribute,
            name: one.name,
            k: sharedBy(
              others[index] ?? everybody(sets.size),
              wider ?? bits[index] ?? everybody(sets.size),
              Infinity,
            ),
          }
        })
        .toSorted((a, b) => b.k - a.k),
    }
  })
}

function disclosedOf(person: Person, own: readonly Disclosure[]) {
  return [...Map.groupBy(own, ({ attribute }) => attribute)].map(([attribute, places]) => {
    const value = person.values[attribute]
    if (value === undefined)
      throw new DisclosureError(
        `The report says ${attribute} of ${person.alias}, and it is not known of them.`,
      )
    return { attribute, value, where: [...new Set(places.map(({ where }) => where))] }
  })
}

function sharing(sets: Sets, person: Person, attribute: string): Uint32Array {
  return (
    sets.of.get(attribute)?.get(person.values[attribute] ?? '') ??
    new Uint32Array(Math.ceil(sets.size / 32))
  )
}

function all(bits: readonly Uint32Array[], size: number): Uint32Array {
  const [first, ...rest] = bits
  return first ? rest.reduce(common, first) : everybody(size)
}

/** For each set what all others share: from those before it and those behind it, each intersected once. */
function withoutEach(bits: readonly Uint32Array[], size: number): Uint32Array[] {
  const before = [everybody(size)]
  for (const own of bits) before.push(common(before.at(-1) ?? own, own))
  const behind = [everybody(size)]
  for (const own of bits.toReversed()) behind.push(common(behind.at(-1) ?? own, own))
  return bits.map((own, index) =>
    common(before[index] ?? own, behind[bits.length - 1 - index] ?? own),
  )
}

function everybody(size: number): Uint32Array {
  const bits = new Uint32Array(Math.ceil(size / 32)).fill(0xffffffff)
  if (size % 32 !== 0) bits[bits.length - 1] = 2 ** (size % 32) - 1
  return bits
}

function generalSets(people: readonly Person[], { attribute, of }: Generalisation) {
  const values = people.map(({ alias, values: own }): Person => {
    const value = own[attribute]
    return { alias, values: value === undefined ? {} : { [attribute]: of(value) } }
  })
  return setsOf(values).of.get(attribute) ?? new Map<string, Uint32Array>()
}

/** The smallest combinations that single somebody out; of three attributes at most, else all together. */
function singledOutBy(attributes: readonly string[], bits: readonly Uint32Array[]): Combination[] {
  const found: Combination[] = []
  const alone = bits.map(howMany)
  const walk = (
    start: number,
    chosen: readonly number[],
    shared: Uint32Array | null,
    size: number,
  ) => {
    for (let index = start; index < bits.length && found.length < mostCombinations; index++) {
      const own = bits[index]
      if (!own) continue
      if (chosen.length + 1 < size)
        walk(index + 1, [...chosen, index], shared ? common(shared, own) : own, size)
      else {
        const people = sharedBy(shared ?? own, own, riskThresholds.high)
        if (people < riskThresholds.high) found.push(combination([...chosen, index], people))
      }
    }
  }
  const combination = (chosen: readonly number[], people: number): Combination => ({
    attributes: chosen.map((place) => attributes[place] ?? ''),
    people,
    alone: chosen.map((place) => alone[place] ?? 0),
  })
  for (let size = 1; size <= Math.min(mostAttributes, bits.length); size++) {
    walk(0, [], null, size)
    if (found.length > 0) return found
  }
  return [combination([...attributes.keys()], howMany(all(bits, 0)))]
}

function inPopulation(
  sets: Sets,
  person: Person,
  bits: readonly Uint32Array[],
  { attribute, size }: Populations,
): number | null {
  const site = person.values[attribute]
  const population = site === undefined ? undefined : size[site]
  if (population === undefined) return null
  const ofSite = sharing(sets, person, attribute)
  const alike = howMany(common(all(bits, sets.size), ofSite))
  return (population * alike) / howMany(ofSite)
}
