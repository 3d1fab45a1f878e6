import type { WeightScale } from '@throughline/contract/coding'

/** The steps of a scale from the lowest to the highest, each with its name if it has one. */
export function stepsOf({
  lowest,
  highest,
  labels,
}: WeightScale): { step: number; name: string | null }[] {
  const names = new Map(labels.map(({ step, name }) => [step, name]))
  return Array.from({ length: highest - lowest + 1 }, (_, index) => ({
    step: lowest + index,
    name: names.get(lowest + index) ?? null,
  }))
}
