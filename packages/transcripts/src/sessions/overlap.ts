import type { TimedRange } from '../transcript.ts'

/**
 * Of the time in which at least one of these files has speech, the share in which several have:
 * 0 to 1. Stretches without an end count for nothing.
 */
export function overlapOf(files: readonly (readonly TimedRange[])[]): number {
  const changes = files.flatMap((times) =>
    spansOf(times).flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ]),
  )
  changes.sort((one, other) => one.at - other.at)
  let speaking = 0
  let since = 0
  let any = 0
  let several = 0
  for (const { at, by } of changes) {
    if (speaking > 0) any += at - since
    if (speaking > 1) several += at - since
    speaking += by
    since = at
  }
  return any === 0 ? 0 : several / any
}

/** When one file has speech, as stretches that do not touch. */
function spansOf(times: readonly TimedRange[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = []
  for (const { startsAt, endsAt } of times.toSorted((a, b) => a.startsAt - b.startsAt)) {
    if (endsAt === null || endsAt <= startsAt) continue
    const last = spans.at(-1)
    if (last && startsAt <= last.to) last.to = Math.max(last.to, endsAt)
    else spans.push({ from: startsAt, to: endsAt })
  }
  return spans
}
