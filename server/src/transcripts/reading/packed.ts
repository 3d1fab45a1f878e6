import type { TranscriptText, Turn } from '@throughline/transcripts'
import { countWords } from '../rules.ts'

/**
 * A read transcript as it goes from thread to thread and into the database. Its turns are JSON: copying hundreds of
 * thousands of objects into the server's thread would hold up everybody, copying a string does not.
 */
export interface ReadTranscript extends Omit<TranscriptText, 'turns' | 'times'> {
  readonly turns: string
  readonly turnCount: number
  readonly words: number
  /** Whether the source gives times. */
  readonly timed: boolean
}

/** Makes a transcript ready for its way. */
export function packed({ turns, times, ...transcript }: TranscriptText): ReadTranscript {
  return {
    ...transcript,
    turns: packedTurns(turns),
    turnCount: turns.length,
    words: countWords({ text: transcript.text, turns }),
    timed: times.length > 0,
  }
}

/** Turns as JSON, with times as whole milliseconds. */
export function packedTurns(turns: readonly Turn[]): string {
  return JSON.stringify(
    turns.map(({ from, to, label, speaker, startsAt, endsAt }) => ({
      from,
      to,
      label: label && { from: label.from, to: label.to },
      speaker,
      startsAt: whole(startsAt),
      endsAt: whole(endsAt),
    })),
  )
}

/** Some 24 days: what is later is no time of an interview, but a slip in its file. */
const lastMillisecond = 2 ** 31 - 1
const whole = (milliseconds: number | null) =>
  milliseconds === null || milliseconds > lastMillisecond ? null : Math.round(milliseconds)
