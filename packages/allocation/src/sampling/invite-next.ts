import { AllocationError } from '../allocation-error.ts'
import { drawn, hashOf, requireDistinct } from '../same-for-all.ts'

/** People by attribute; each may have several values of one (several identities). */
export interface Candidate {
  readonly id: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** A part of the sampling frame: whoever has one of the values of each attribute named here is in it. Cells may overlap. */
export interface Cell {
  readonly id: string
  readonly where: Readonly<Record<string, string>>
  /** How many are wanted at least, and how many are taken at most. */
  readonly least?: number | undefined
  readonly most?: number | undefined
}

export interface SamplingPlan {
  readonly cells: readonly Cell[]
  readonly candidates: readonly Candidate[]
  /** Who is in, or invited and has not declined: they count in cells, and their characteristics are represented. */
  readonly taken?: readonly Candidate[] | undefined
  /** Attributes whose range is to be widened; all that anybody has, if nothing is said. */
  readonly widen?: readonly string[] | undefined
  readonly seed?: number | undefined
  /** How many choices at most; all, if nothing is said. */
  readonly choices?: number | undefined
}

export interface Choice {
  readonly id: string
  /** Cells short of people that this one helps to fill, at the moment of the choice. */
  readonly fills: readonly string[]
  /** Characteristics that nobody before had: `attribute: value`. */
  readonly brings: readonly string[]
  /** Pairs of characteristics that nobody before had together. */
  readonly bringsTogether: number
  /** Others were as good, and the draw decided. */
  readonly byDraw: boolean
}

export interface SamplingOrder {
  /** In the order in which to invite: each is the best choice if all before it are taken. */
  readonly order: readonly Choice[]
  /** Who cannot be invited as things stand, with the cells that are full. */
  readonly full: readonly { readonly id: string; readonly cells: readonly string[] }[]
  readonly seed: number
  readonly inputHash: string
}

/**
 * Maximum-variation sampling (Patton 2015): the order in which to invite. The next is always who helps to fill
 * the most cells that are short, the shortest first; among those who brings the most characteristics that nobody before
 * has; among those the most pairs of characteristics; then a seeded draw. A cell never gets more than its most. It looks
 * one person ahead: where cells overlap, another order might fill them with fewer people.
 *
 * @throws AllocationError naming the entry that makes no sense
 */
export function inviteNext(plan: SamplingPlan): SamplingOrder {
  requireSense(plan)
  const { cells, candidates, taken = [], seed = 0, choices = Infinity } = plan
  const widen = plan.widen ? new Set(plan.widen) : null
  const people = drawn(candidates, seed).map((candidate) => described(candidate, cells, widen))
  const counts = new Map(cells.map(({ id }) => [id, 0]))
  const seen = new Set<string>()
  const takeIn = ({ inCells, characteristics, pairs }: Person) => {
    for (const { id } of inCells) counts.set(id, (counts.get(id) ?? 0) + 1)
    for (const one of [...characteristics, ...pairs]) seen.add(one)
  }
  for (const one of taken) takeIn(described(one, cells, widen))
  const lacks = ({ id, least = 0 }: Cell) => Math.max(0, least - (counts.get(id) ?? 0))
  const isFull = ({ id, most = Infinity }: Cell) => (counts.get(id) ?? 0) >= most
  const merits: ((person: Person) => number)[] = [
    ({ inCells }) => inCells.filter((cell) => lacks(cell) > 0).length,
    ({ inCells }) =>
      Math.max(0, ...inCells.map((cell) => lacks(cell) / Math.max(1, cell.least ?? 1))),
    ({ characteristics }) => characteristics.filter((one) => !seen.has(one)).length,
    ({ pairs }) => pairs.filter((one) => !seen.has(one)).length,
  ]
  const order: Choice[] = []
  let rest = people
  while (order.length < choices) {
    const open = rest.filter(({ inCells }) => !inCells.some(isFull))
    const equals = merits.reduce(bestBy, open)
    // they stand in the order of the draw
    const [person] = equals
    if (!person) break
    order.push({
      id: person.id,
      fills: person.inCells.filter((cell) => lacks(cell) > 0).map(({ id }) => id),
      brings: person.characteristics.filter((one) => !seen.has(one)),
      bringsTogether: person.pairs.filter((one) => !seen.has(one)).length,
      byDraw: equals.length > 1,
    })
    takeIn(person)
    rest = rest.filter((one) => one !== person)
  }
  return {
    order,
    full: rest
      .filter(({ inCells }) => inCells.some(isFull))
      .map(({ id, inCells }) => ({ id, cells: inCells.filter(isFull).map((cell) => cell.id) }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    seed,
    inputHash: hashOf({ ...plan, choices: undefined }),
  }
}

interface Person {
  readonly id: string
  readonly inCells: readonly Cell[]
  readonly characteristics: readonly string[]
  readonly pairs: readonly string[]
}

function described(
  { id, attributes }: Candidate,
  cells: readonly Cell[],
  widen: ReadonlySet<string> | null,
): Person {
  const characteristics = [
    ...new Set(
      Object.entries(attributes)
        .filter(([attribute]) => !widen || widen.has(attribute))
        .flatMap(([attribute, values]) => values.map((value) => `${attribute}: ${value}`)),
    ),
  ].toSorted()
  return {
    id,
    inCells: cells.filter(({ where }) =>
      Object.entries(where).every(([attribute, value]) => attributes[attribute]?.includes(value)),
    ),
    characteristics,
    pairs: characteristics.flatMap((one, index) =>
      characteristics.slice(index + 1).map((other) => JSON.stringify([one, other])),
    ),
  }
}

/** Those of whom this is true the most. */
function bestBy(people: readonly Person[], merit: (person: Person) => number): readonly Person[] {
  if (people.length < 2) return people
  const merits = people.map(merit)
  const best = merits.reduce((one, other) => Math.max(one, other), -Infinity)
  return people.filter((_, index) => merits[index] === best)
}

function requireSense({ cells, candidates, taken = [] }: SamplingPlan): void {
  requireDistinct(cells, 'cells')
  requireDistinct([...candidates, ...taken], 'people')
  for (const { id, least = 0, most = Infinity } of cells)
    if (!(Number.isInteger(least) && least >= 0 && most >= least))
      throw new AllocationError(
        `The cell ${id} wants at least ${least} and at most ${most}. That cannot be.`,
        id,
      )
}
