import { trimRange, type Range } from '@throughline/text'
import type { Turn } from '../transcript.ts'
import { clockToMilliseconds, hasUnpaddedTimes, unpaddedClockToMilliseconds } from './clock.ts'
import { findTurns, type TextMarks } from './find-turns.ts'

/** The line, or two, above somebody's words in an exported transcript. */
interface Head {
  /** Offsets in the text. */
  readonly label: Range
  readonly speaker: string | null
  readonly startsAt: number | null
  readonly endsAt: number | null
}

/** A line in which a time stands near the beginning: no other is a head. */
interface Line extends Range {
  readonly words: string
}

interface Lines {
  readonly timed: readonly Line[]
  /** How many lines of the text are not blank. */
  readonly written: number
}

/** How one program exports who speaks when. */
interface Shape {
  readonly name: string
  heads(text: string, lines: Lines): Head[]
}

const longestHead = 180

/**
 * The turns of a transcript that a meeting or transcription program exported, if the text is in
 * the shape of one (Teams, Otter, Zoom's captions and chat, a transcript copied from YouTube): a
 * line with name and time, and the words below it. There whatever stands in the place of a name is
 * one. Null when no shape has at least two such lines and as many as the text has other labels.
 */
export function exportedTurns(text: string, marks: TextMarks): Turn[] | null {
  const lines = linesOf(text)
  const found = shapes
    .map((shape) => shape.heads(text, lines))
    .reduce((most, heads) => (heads.length > most.length ? heads : most), [])
  if (found.length < 2 || findTurns(text, marks).length > found.length) return null
  return found.map(({ label, speaker, startsAt, endsAt }, index) => {
    const next = found[index + 1]?.label.from ?? text.length
    const words = trimRange(text, { from: label.to, to: next })
    return { ...words, label, speaker, startsAt, endsAt }
  })
}

function linesOf(text: string): Lines {
  const timed: Line[] = []
  let written = 0
  for (let from = 0; from <= text.length;) {
    const line = lineAt(text, from)
    if (line.words.trim() !== '') written++
    if (/\d:\d/.test(line.words)) timed.push(line)
    from = line.to + 1
  }
  return { timed, written }
}

function lineAt(text: string, from: number): Line {
  const lineFeed = text.indexOf('\n', from)
  const to = lineFeed < 0 ? text.length : lineFeed
  return { from, to, words: text.slice(from, Math.min(to, from + longestHead)) }
}

/** A shape whose head is (the beginning of) one line; the pattern's groups say what is what. */
function oneLine(name: string, pattern: RegExp, hasElapsedTime = true): Shape {
  return {
    name,
    heads: (_, { timed }) =>
      timed.flatMap(({ from, words }) => {
        const match = pattern.exec(words)
        const speaker = match?.groups?.['name']?.trim() ?? ''
        if (!match || speaker === '') return []
        const time = match.groups?.['time'] ?? ''
        const label = { from, to: from + match[0].trimEnd().length }
        const startsAt = hasElapsedTime ? clockToMilliseconds(time) : null
        return [{ label, speaker, startsAt, endsAt: null }]
      }),
  }
}

const clock = String.raw`\d{1,2}:\d{2}(?::\d{2})?`
const blank = String.raw`[ \t\u00a0]`

/** "Anna Lee   0:03", as Teams (three spaces) and Otter (two) have it above the words. */
const nameAndTime = oneLine(
  'name and time',
  new RegExp(`^(?<name>\\S.{0,98}?)(?:${blank}{2,}|\\t)(?<time>${clock})${blank}*$`, 'u'),
)

/** "[Anna Lee] 00:00:12", as Zoom saves its captions. */
const bracketedName = oneLine(
  'bracketed name and time',
  new RegExp(
    `^\\[(?<name>[^\\]\\n]{1,100})\\]${blank}+(?<time>\\d{1,2}:\\d{2}:\\d{2})${blank}*$`,
    'u',
  ),
)

const toWhom = `(?:${blank}+to${blank}+.{1,80}?)?`

/** "00:01:02 From Anna Lee to Everyone:", as Zoom saves a chat. */
const chat = oneLine(
  'chat',
  new RegExp(
    `^(?:\\d{4}-\\d{2}-\\d{2}${blank}+)?(?<time>\\d{1,2}:\\d{2}:\\d{2})${blank}+From${blank}+(?<name>\\S.{0,78}?)${toWhom}${blank}*:(?=\\s|$)`,
    'u',
  ),
)

/** "From Anna Lee to Everyone: 02:42 PM", as a chat is copied: the time is the day's. */
const copiedChat = oneLine(
  'copied chat',
  new RegExp(
    `^From${blank}+(?<name>\\S.{0,78}?)${blank}+to${blank}+.{1,80}?:?${blank}+\\(?(?<time>${clock})(?:${blank}[AP]M)?\\)?:?(?=\\s|$)`,
    'iu',
  ),
  false,
)

/** A line of time and nothing else, when every third line at least is one: no names at all. */
const timesAlone: Shape = {
  name: 'times alone',
  heads(_, { timed, written }) {
    const alone = new RegExp(`^${clock}${blank}*$`, 'u')
    const heads = timed.flatMap(({ from, words }) => {
      const label = { from, to: from + words.trimEnd().length }
      const startsAt = alone.test(words) ? clockToMilliseconds(words) : null
      return startsAt === null ? [] : [{ label, speaker: null, startsAt, endsAt: null }]
    })
    return heads.length > 2 && heads.length * 3 >= written ? heads : []
  },
}

/** Otter leaves the name out where it does not know it; then its heads are times alone. */
const otter: Shape = {
  name: 'otter',
  heads(text, lines) {
    if (!/^Transcribed by https?:\/\/otter\.ai/m.test(text)) return []
    const unnamed = new RegExp(`^${clock}${blank}*$`, 'u')
    const without = lines.timed.flatMap(({ from, words }) =>
      unnamed.test(words)
        ? [
            {
              label: { from, to: from + words.trimEnd().length },
              speaker: null,
              startsAt: clockToMilliseconds(words),
              endsAt: null,
            },
          ]
        : [],
    )
    return [...nameAndTime.heads(text, lines), ...without].toSorted(
      (one, other) => one.label.from - other.label.from,
    )
  },
}

const span = /^\s*(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})\s*-->\s*(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})\s*$/
const longestName = 100

/** A line of two times, the name below it, the words below that: Teams, until about 2023. */
const spanAboveName: Shape = {
  name: 'span above name',
  heads(text, { timed }) {
    const toMilliseconds = hasUnpaddedTimes(text)
      ? unpaddedClockToMilliseconds
      : clockToMilliseconds
    const spans = timed.flatMap((line) => {
      const match = span.exec(line.words)
      return match && line.to < text.length
        ? [{ line, below: lineAt(text, line.to + 1), match }]
        : []
    })
    const names = spans.map(({ below }) => below.words.trim())
    const areNames =
      names.every((name) => name !== '' && name.length <= longestName) &&
      new Set(names).size * 2 <= names.length + 2
    return spans.map(({ line, below, match }) => ({
      label: { from: line.from, to: areNames ? below.to : line.to },
      speaker: areNames ? below.words.trim() : null,
      startsAt: toMilliseconds(match[1] ?? ''),
      endsAt: toMilliseconds(match[2] ?? ''),
    }))
  },
}

const shapes: readonly Shape[] = [
  nameAndTime,
  bracketedName,
  chat,
  copiedChat,
  timesAlone,
  otter,
  spanAboveName,
]
