/** The codes that one coder gave one unit: none is a value too, not a missing one. */
export type CodeSet = ReadonlySet<string>

/**
 * How far apart two sets of codes are, from 0 (the same) to 1:
 *
 * - `equality`: 0 or 1.
 * - `jaccard`: `1 − |A ∩ B| / |A ∪ B|`.
 * - `dice`: `1 − 2 |A ∩ B| / (|A| + |B|)` (Sørensen).
 * - `masi`: `1 − J · M`, M being 1 for the same, 2/3 for a subset, 1/3 for some in common, 0 for none
 *   (Passonneau 2006, and NLTK, which rounds M to .67 and .33).
 * - `masiOfDistances`: `(1 − J) · D`, D being 0, 1/3, 2/3, 1 likewise (DKPro’s reading of the same name).
 * - `passonneau`: D alone (Passonneau 2004).
 *
 * Two empty sets are the same; an empty one is a subset of every other. A figure must name its distance: the two called
 * MASI differ.
 */
export const setDistances = {
  equality: (one: CodeSet, other: CodeSet) => (isSame(one, other) ? 0 : 1),
  jaccard: (one: CodeSet, other: CodeSet) => 1 - jaccard(one, other),
  dice: (one: CodeSet, other: CodeSet) =>
    isSame(one, other) ? 0 : 1 - (2 * common(one, other)) / (one.size + other.size),
  masi: (one: CodeSet, other: CodeSet) => 1 - jaccard(one, other) * (1 - steps(one, other)),
  masiOfDistances: (one: CodeSet, other: CodeSet) => (1 - jaccard(one, other)) * steps(one, other),
  passonneau: (one: CodeSet, other: CodeSet) => steps(one, other),
} as const

export type SetDistance = keyof typeof setDistances

function steps(one: CodeSet, other: CodeSet): number {
  if (isSame(one, other)) return 0
  const shared = common(one, other)
  if (shared === Math.min(one.size, other.size)) return 1 / 3
  return shared > 0 ? 2 / 3 : 1
}

function jaccard(one: CodeSet, other: CodeSet): number {
  const shared = common(one, other)
  const all = one.size + other.size - shared
  return all === 0 ? 1 : shared / all
}

function isSame(one: CodeSet, other: CodeSet): boolean {
  return one.size === other.size && common(one, other) === one.size
}

function common(one: CodeSet, other: CodeSet): number {
  let shared = 0
  for (const code of one) if (other.has(code)) shared++
  return shared
}
