import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { AllocationError } from './allocation-error.ts'

interface Entry {
  readonly id: string
}

/**
 * Entries in an order that depends on their ids and the seed alone. An allocation has many equal bests; so that nobody
 * gains by standing first in a list, or by the letters of a name, a seeded draw decides between them.
 */
export function drawn<One extends Entry>(entries: readonly One[], seed: number): One[] {
  const order = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const random = xoroshiro128plus(seed)
  for (let last = order.length - 1; last > 0; last -= 1) {
    const place = uniformInt(random, 0, last)
    const [one, other] = [order[last], order[place]]
    if (one && other) [order[last], order[place]] = [other, one]
  }
  return order
}

/** @throws AllocationError naming the id that two entries have */
export function requireDistinct(entries: readonly Entry[], what: string): void {
  const seen = new Set<string>()
  for (const { id } of entries) {
    if (seen.has(id))
      throw new AllocationError(`Two ${what} have the id ${id}. Give each its own.`, id)
    seen.add(id)
  }
}

/** SHA-256, in hex, of what was given: the same for every order of its entries and keys. */
export function hashOf(given: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(given))))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}
