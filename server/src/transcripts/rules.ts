import { wordsIn } from '@throughline/text'
import type { Speaker } from '@throughline/transcripts'

/**
 * The first participant id in a title or a file's name, as ids are written: P4, p04 and P004 are P004. Null when there
 * is none.
 */
export function participantLabelIn(title: string): string | null {
  const digits = /(?<![A-Za-z0-9])P0*(\d{1,6})(?!\d)/i.exec(title)?.[1]
  return digits === undefined || digits === '0' ? null : `P${digits.padStart(3, '0')}`
}

const titleLength = 300
// oxlint-disable-next-line no-control-regex -- a file's name may hold them, a title may not
const controls = /[\u0000-\u001f\u007f]+/g

/** A file's name as it can be kept: PostgreSQL keeps no zero character. */
export function nameFrom(sent: string): string {
  return sent.replace(controls, ' ').trim() || 'Untitled'
}

/** A title from what a file or a row was called: one line, 300 characters at most, never empty. */
export function titleFrom(name: string, participant: string | null): string {
  const characters = Array.from(name.replace(controls, ' ').trim())
  return characters.slice(0, titleLength).join('').trim() || (participant ?? 'Untitled')
}

/** A speaker of a file, over all the transcripts in which this label stands. */
export interface SpeakerInFile extends Speaker {
  readonly transcripts: number
}

/** The labels of a file in order of first appearance. By their place in it a person says who they are. */
export function speakersIn(
  transcripts: readonly { readonly speakers: readonly Speaker[] }[],
): SpeakerInFile[] {
  const found = new Map<string, SpeakerInFile>()
  for (const { speakers } of transcripts)
    for (const { label, turns, words, guess } of speakers) {
      const before = found.get(label)
      found.set(label, {
        label,
        guess: before?.guess ?? guess,
        turns: (before?.turns ?? 0) + turns,
        words: (before?.words ?? 0) + words,
        transcripts: (before?.transcripts ?? 0) + 1,
      })
    }
  return [...found.values()]
}

/** Words that somebody said: labels count for none. */
export function countWords({
  text,
  turns,
}: {
  text: string
  turns: readonly { from: number; to: number }[]
}): number {
  const ranges = turns.length > 0 ? turns : [{ from: 0, to: text.length }]
  return ranges.reduce((sum, range) => sum + wordsIn(text, range), 0)
}
