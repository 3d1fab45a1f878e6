import { trimRange, type Range } from '@throughline/text'
import { UnreadableFile } from '../result.ts'
import {
  speakersOf,
  type TimedRange,
  type TranscriptText,
  type Turn,
  type Warning,
} from '../transcript.ts'
import { findTurns } from '../turns/find-turns.ts'
import { oneVoiceOneTurn } from '../turns/one-voice.ts'
import { turnsByCueLabels } from './cue-labels.ts'
import { cueText } from './cue-text.ts'
import { isTiming, splitCues, type CaptionDialect, type Cue } from './cues.ts'

interface PlacedCue extends Range {
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly voices: readonly { readonly at: number; readonly name: string | null }[]
}

/**
 * Reads captions: the cues' words joined by LF. Turns come from `<v Name>` (or Webex's identifiers)
 * where the file has such, else from labels in the words, else each cue is a turn of nobody. Cues of the same named
 * speaker are one turn unless more than five seconds pass between them; what the tags leave
 * unnamed stays one turn a cue. The times of single cues are kept in `times`.
 */
export function readCaptions(text: string, dialect: CaptionDialect, title: string): TranscriptText {
  const cues = splitCues(text, dialect)
  const { words, placed } = placeCues(cues)
  const hasTimes = text.split('\n').some((line) => isTiming(line, dialect))
  if (placed.length === 0 || !hasTimes) throw noCaptions(dialect)
  const voiced = placed.some((cue) => cue.voices.some((voice) => voice.name !== null))
  const named = voiced ? [] : turnsByCueLabels(words, placed)
  const labelled = voiced || named.length > 0 ? named : findTurns(words)
  const turns =
    labelled.length > 0
      ? timed(labelled, placed)
      : oneVoiceOneTurn(placed.flatMap((cue) => turnsOfCue(words, cue)))
  return {
    title,
    text: words,
    turns,
    speakers: speakersOf(words, turns),
    times: placed.flatMap(timeOf),
    notes: [],
    warnings: [...headerWarnings(text, dialect), ...timeWarnings(cues)],
  }
}

function placeCues(cues: readonly Cue[]): { words: string; placed: PlacedCue[] } {
  const placed: PlacedCue[] = []
  let words = ''
  for (const cue of cues) {
    const { text, voices } = cueText(cue.raw)
    if (text.trim() === '') continue
    if (placed.length > 0) words += '\n'
    const from = words.length
    words += text
    placed.push({
      from,
      to: words.length,
      startsAt: cue.startsAt,
      endsAt: cue.endsAt,
      voices: [
        ...voiceOfIdentifier(cue.identifier, from),
        ...voices.map((voice) => ({ at: from + voice.at, name: voice.name })),
      ],
    })
  }
  return { words, placed }
}

/** Webex names the speaker in the line above the time: `2 "Anna Lee" (1234567890)`. */
function voiceOfIdentifier(identifier: string, at: number): { at: number; name: string }[] {
  const name = /^\d+ "([^"\n]{1,80})" \(\d+\)\s*$/.exec(identifier)?.[1]?.trim() ?? ''
  return name === '' ? [] : [{ at, name }]
}

function noCaptions(dialect: CaptionDialect): UnreadableFile {
  const name = { vtt: 'WebVTT', srt: 'SRT', sbv: 'SBV' }[dialect]
  const example = dialect === 'sbv' ? '0:00:01.000,0:00:04.000' : '00:00:01.000 --> 00:00:04.000'
  return new UnreadableFile(
    'no-captions',
    `This ${name} file holds no captions: no line of words under a time such as ${example}. Export it again from the program that made it, or rename it to .txt to import it as plain text.`,
  )
}

function timeOf(cue: PlacedCue): TimedRange[] {
  if (cue.startsAt === null) return []
  return [{ from: cue.from, to: cue.to, startsAt: cue.startsAt, endsAt: cue.endsAt }]
}

/** The turns with the times of the cues that they begin and end in, unless a label has its own. */
function timed(turns: readonly Turn[], cues: readonly PlacedCue[]): Turn[] {
  let first = 0
  let last = 0
  return turns.map((turn) => {
    while (first + 1 < cues.length && (cues[first]?.to ?? 0) <= turn.from) first++
    while (last + 1 < cues.length && (cues[last + 1]?.from ?? 0) < turn.to) last++
    return {
      ...turn,
      startsAt: turn.startsAt ?? cues[first]?.startsAt ?? null,
      endsAt: turn.endsAt ?? cues[last]?.endsAt ?? null,
    }
  })
}

/** The cue cut where the voice changes. */
function turnsOfCue(words: string, cue: PlacedCue): Turn[] {
  const starts = [{ at: cue.from, name: null }, ...cue.voices]
  return starts.flatMap((start, index) => {
    const range = trimRange(words, { from: start.at, to: starts[index + 1]?.at ?? cue.to })
    if (range.from === range.to) return []
    const { startsAt, endsAt } = cue
    return [{ ...range, label: null, speaker: start.name, startsAt, endsAt }]
  })
}

function headerWarnings(text: string, dialect: CaptionDialect): Warning[] {
  if (dialect !== 'vtt' || /^WEBVTT(?:[ \t\n]|$)/.test(text)) return []
  const message =
    'The file does not begin with WEBVTT as the format demands. Its captions were read all the same.'
  return [{ code: 'no-header', message }]
}

function timeWarnings(cues: readonly Cue[]): Warning[] {
  const unreadable = cues.filter((cue) => cue.fault === 'unreadable-time').length
  const missing = cues.filter((cue) => cue.fault === 'missing-time').length
  const warnings: Warning[] = []
  if (unreadable > 0) {
    warnings.push({
      code: 'unreadable-time',
      message: `The time of ${captions(unreadable)} cannot be read. The words are kept without it.`,
    })
  }
  if (missing > 0) {
    warnings.push({
      code: 'missing-time',
      message: `The time of ${captions(missing)} is missing. The words are kept without it.`,
    })
  }
  return warnings
}

function captions(count: number): string {
  return count === 1 ? '1 caption' : `${count} captions`
}
