import type { ViewTurn } from '../transcript-view/index.ts'

/** Where to go, or why one cannot. */
export type Destination =
  { at: number } | { missing: 'nothing typed' | 'not understood' | 'no times' | 'no such turn' }

/**
 * The place of a turn ("12", the twelfth) or of a time ("12:30", "1:02:03"): the beginning of the turn that was
 * being said then. Offsets are UTF-16 units of the transcript's text.
 */
export function destination(typed: string, turns: readonly ViewTurn[]): Destination {
  const wanted = typed.trim()
  if (wanted === '') return { missing: 'nothing typed' }
  if (/^\d{1,6}$/.test(wanted)) {
    const turn = turns[Number(wanted) - 1]
    return turn ? { at: startOf(turn) } : { missing: 'no such turn' }
  }
  const milliseconds = timeIn(wanted)
  if (milliseconds === null) return { missing: 'not understood' }
  const timed = turns.filter(({ startsAt }) => startsAt !== null)
  if (timed.length === 0) return { missing: 'no times' }
  const turn = timed.findLast(({ startsAt }) => (startsAt ?? 0) <= milliseconds) ?? timed[0]
  return turn ? { at: startOf(turn) } : { missing: 'no times' }
}

function timeIn(typed: string): number | null {
  const parts = /^(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2})$/.exec(typed)
  if (!parts) return null
  const [hours, minutes, seconds] = [parts[1] ?? '0', parts[2] ?? '0', parts[3] ?? '0'].map(Number)
  return ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000
}

function startOf({ from, label }: ViewTurn): number {
  return label && label.to > from ? label.to : from
}
