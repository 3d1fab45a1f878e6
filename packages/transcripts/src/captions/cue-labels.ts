import type { Range } from '@throughline/text'
import { trimRange } from '@throughline/text'
import type { Turn } from '../transcript.ts'

/** A cue of the text, where it stands. */
type Placed = Range & { readonly startsAt: number | null; readonly endsAt: number | null }

const labelled = /^([^\s:][^:\n]{0,59}?)[ \t]*:(?=\s|$)/

/**
 * The turns of captions that name whoever speaks at the start of (almost) every cue, as Zoom's do.
 * There every such beginning is a speaker's name, whatever it looks like and however rarely it
 * comes. Empty when the file is not written so: fewer than four in five cues with a name, or names
 * that mostly come once.
 */
export function turnsByCueLabels(words: string, cues: readonly Placed[]): Turn[] {
  const labels = cues.map((cue) =>
    labelled.exec(words.slice(cue.from, Math.min(cue.to, cue.from + 70))),
  )
  const names = labels.flatMap((match) => match?.[1] ?? [])
  const distinct = new Set(names).size
  if (names.length < 2 || names.length * 5 < cues.length * 4 || distinct * 2 > names.length)
    return []
  const turns: Turn[] = []
  for (const [index, cue] of cues.entries()) {
    const match = labels[index]
    const last = turns.at(-1)
    if (match) {
      const label = { from: cue.from, to: cue.from + match[0].length }
      const said = trimRange(words, { from: label.to, to: cue.to })
      const { startsAt, endsAt } = cue
      turns.push({ ...said, label, speaker: match[1] ?? null, startsAt, endsAt })
    } else if (last) {
      turns[turns.length - 1] = { ...last, to: cue.to, endsAt: cue.endsAt ?? last.endsAt }
    }
  }
  return turns
}
