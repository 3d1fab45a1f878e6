import { DisclosureError } from '../disclosure-error.ts'

/** A participant as the study knows them: what holds of them, by attribute. A value that is not known is left out. */
export interface Person {
  readonly alias: string
  readonly values: Readonly<Record<string, string>>
}

/** Something that a report says beside an alias. */
export interface Disclosure {
  readonly alias: string
  readonly attribute: string
  /** Where it is said: “table 1”, “the heading of quote 3”, “the words of quote 3”. */
  readonly where: string
}

/** A quote’s words as a report prints them. */
export interface QuotedWords {
  readonly alias: string
  readonly where: string
  readonly words: string
}

/**
 * What the words of quotes say of who said them: values of theirs that stand in their words as words of their own, in
 * whatever case. What is said in other words is not found; whoever reads the quotes adds it.
 */
export function disclosedInWords(
  people: readonly Person[],
  quotes: readonly QuotedWords[],
): Disclosure[] {
  const byAlias = new Map(people.map((person) => [person.alias, person]))
  return quotes.flatMap(({ alias, where, words }) =>
    Object.entries(byAlias.get(alias)?.values ?? {})
      .filter(([, value]) => standsIn(value, words))
      .map(([attribute]) => ({ alias, attribute, where })),
  )
}

function standsIn(value: string, words: string): boolean {
  const plain = value.trim().toLowerCase()
  if (plain.length < 2) return false
  const text = words.toLowerCase()
  const isLetter = (character: string | undefined) => /[\p{L}\p{N}]/u.test(character ?? '')
  for (let at = text.indexOf(plain); at >= 0; at = text.indexOf(plain, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + plain.length])) return true
  return false
}

/** For each attribute the people of each value, as bits: thirty-two people a number. */
export interface Sets {
  readonly size: number
  /** By attribute, then value. */
  readonly of: ReadonlyMap<string, ReadonlyMap<string, Uint32Array>>
}

/** @throws DisclosureError when two people have one alias */
export function setsOf(people: readonly Person[]): Sets {
  const aliases = new Set(people.map(({ alias }) => alias))
  if (aliases.size < people.length)
    throw new DisclosureError('Two participants have the same alias. Give each their own.')
  const length = Math.ceil(people.length / 32)
  const of = new Map<string, Map<string, Uint32Array>>()
  for (const [index, { values }] of people.entries())
    for (const [attribute, value] of Object.entries(values)) {
      const byValue = of.get(attribute) ?? new Map<string, Uint32Array>()
      of.set(attribute, byValue)
      const bits = byValue.get(value) ?? new Uint32Array(length)
      byValue.set(value, bits)
      const word = index >> 5
      bits[word] = (bits[word] ?? 0) | (1 << (index & 31))
    }
  return { size: people.length, of }
}

// Plain loops: these run millions of times for some thousand people.
export function common(one: Uint32Array, other: Uint32Array): Uint32Array {
  const shared = new Uint32Array(one.length)
  for (let word = 0; word < shared.length; word++)
    shared[word] = (one[word] ?? 0) & (other[word] ?? 0)
  return shared
}

export function howMany(bits: Uint32Array): number {
  return sharedBy(bits, bits, Infinity)
}

/** How many are in both sets, counted up to this limit. */
export function sharedBy(one: Uint32Array, other: Uint32Array, limit: number): number {
  let count = 0
  for (let word = 0; word < one.length && count < limit; word++)
    for (let left = (one[word] ?? 0) & (other[word] ?? 0); left !== 0; count++) left &= left - 1
  return count
}
