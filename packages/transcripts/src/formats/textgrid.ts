import { normaliseText, trimRange } from '@throughline/text'
import type { TextFormat } from '../format.ts'
import { UnreadableFile } from '../result.ts'
import { speakersOf, type TimedRange, type Turn, type Warning } from '../transcript.ts'
import { textGridHeader, tiersOf, type TierLabel } from '../textgrid/tiers.ts'
import { oneVoiceOneTurn } from '../turns/one-voice.ts'

/**
 * Praat annotations. The text is the labels of all tiers in order of time, joined by LF; a tier is
 * a speaker, and its name theirs. Empty labels are silence and dropped. Times are the recording's,
 * also where the file covers only a part of it (`xmin` above 0).
 */
export const textgrid: TextFormat = {
  name: 'textgrid',
  title: 'Praat TextGrid',
  kind: 'text',
  extensions: ['textgrid'],
  recognises: (text) => textGridHeader.test(text.slice(0, 300)),
  read(text, { title }) {
    const { labels, isCutOff } = textGridHeader.test(text)
      ? tiersOf(text)
      : { labels: [], isCutOff: true }
    const spoken = labels
      .filter((label) => label.text.trim() !== '')
      .toSorted((one, other) => one.startsAt - other.startsAt)
    if (spoken.length === 0) throw noLabels(isCutOff)
    return [
      { title, ...placed(spoken), notes: [], warnings: isCutOff ? [cutOff(labels.length)] : [] },
    ]
  },
}

function placed(labels: readonly TierLabel[]) {
  const pieces: string[] = []
  const said: Turn[] = []
  const times: TimedRange[] = []
  let from = 0
  for (const { tier, text, ...time } of labels) {
    const words = normaliseText(text)
    const to = from + words.length
    const startsAt = milliseconds(time.startsAt)
    const endsAt = time.endsAt === null ? null : milliseconds(time.endsAt)
    pieces.push(words)
    times.push({ from, to, startsAt, endsAt })
    said.push({ from, to, label: null, speaker: tier.trim() || null, startsAt, endsAt })
    from = to + 1
  }
  const text = pieces.join('\n')
  const turns = oneVoiceOneTurn(said.map((piece) => ({ ...piece, ...trimRange(text, piece) })))
  return { text, turns, speakers: speakersOf(text, turns), times }
}

/** Praat allows times before the recording begins; a transcript has none. */
function milliseconds(seconds: number): number {
  return Math.min(Math.max(0, Math.round(seconds * 1000)), Number.MAX_SAFE_INTEGER)
}

function noLabels(isCutOff: boolean): UnreadableFile {
  return isCutOff
    ? new UnreadableFile(
        'damaged',
        'This is not a Praat TextGrid, or a damaged one: it holds no labels that can be read. Open it in Praat, save it as a text file, and import that.',
      )
    : new UnreadableFile(
        'empty',
        'All labels of this TextGrid are empty. Look whether it is the right file.',
      )
}

function cutOff(read: number): Warning {
  return {
    code: 'cut-off',
    message: `The file breaks off or is damaged after ${read === 1 ? 'its first label' : `${read} labels`}. What stands before is read; look whether something is missing.`,
  }
}
