import type { Range } from '@throughline/text'
import type { ViewTurn } from '../../transcript-view/index.ts'

/** Of a folded turn its beginning stays, up to about this many characters. */
const kept = 48
/** Turns that would hardly get shorter stay as they are. */
const worthFolding = 90

/** Where interviewers' turns are folded: from behind their first words to their end. */
export function interviewerFolds(text: string, turns: readonly ViewTurn[]): Range[] {
  return turns.flatMap((turn) => {
    const from = turn.label && turn.label.to > turn.from ? turn.label.to : turn.from
    if (turn.role !== 'interviewer' || turn.to - from < worthFolding) return []
    const space = text.indexOf(' ', from + kept)
    const line = text.indexOf('\n', from)
    const cut = Math.min(
      ...[space, line].filter((at) => at > from && at < turn.to),
      from + worthFolding,
    )
    return turn.to - cut > 20 ? [{ from: cut, to: turn.to }] : []
  })
}

/** What is folded so that only one part of the text is left: all before it and all behind it. */
export function allBut(text: string, part: Range): Range[] {
  return [
    { from: 0, to: part.from },
    { from: part.to, to: text.length },
  ].filter(({ from, to }) => text.slice(from, to).trim() !== '')
}

/** Folds in order, without those that lie in another. */
export function outermost(folds: readonly Range[]): Range[] {
  const kept: Range[] = []
  for (const fold of folds.toSorted((a, b) => a.from - b.from || b.to - a.to))
    if (fold.from >= (kept.at(-1)?.to ?? 0)) kept.push(fold)
  return kept
}
