import type { Turn } from '../transcript.ts'

/** Pieces of one named speaker with a longer silence between them are two turns, in milliseconds. */
const longestPause = 5000

/**
 * Timed pieces as turns: those of the same named speaker that follow each other are one, unless
 * more than five seconds pass between them or the later one has a label of its own.
 */
export function oneVoiceOneTurn(pieces: readonly Turn[]): Turn[] {
  const turns: Turn[] = []
  for (const piece of pieces) {
    const last = turns.at(-1)
    if (last && goesOn(last, piece))
      turns[turns.length - 1] = { ...last, to: piece.to, endsAt: laterOf(last, piece) }
    else turns.push(piece)
  }
  return turns
}

function goesOn(last: Turn, next: Turn): boolean {
  if (next.speaker === null || last.speaker !== next.speaker || next.label !== null) return false
  if (last.endsAt === null || next.startsAt === null) return true
  return next.startsAt - last.endsAt <= longestPause
}

function laterOf(last: Turn, next: Turn): number | null {
  if (last.endsAt === null || next.endsAt === null) return next.endsAt
  return Math.max(last.endsAt, next.endsAt)
}
