import {
  clockPattern,
  clockToMilliseconds,
  hasUnpaddedTimes,
  unpaddedClockPattern,
  unpaddedClockToMilliseconds,
} from '../turns/clock.ts'

/** One caption as the file has it: its lines joined by LF, markup included, times in milliseconds. */
export interface Cue {
  readonly raw: string
  readonly startsAt: number | null
  readonly endsAt: number | null
  /** The line above its time, or '' where there is none. */
  readonly identifier: string
  /** What is wrong with its time, if anything. */
  readonly fault: 'unreadable-time' | 'missing-time' | null
}

export type CaptionDialect = 'vtt' | 'srt' | 'sbv'

/** How a file writes the times of its cues. */
interface Timing {
  readonly line: RegExp
  toMilliseconds(written: string): number | null
}

const usual: Timing = { line: arrowBetween(clockPattern), toMilliseconds: clockToMilliseconds }
const unpadded: Timing = {
  line: arrowBetween(unpaddedClockPattern),
  toMilliseconds: unpaddedClockToMilliseconds,
}
const withComma: Timing = {
  line: new RegExp(String.raw`^\s*(${clockPattern}),(${clockPattern})\s*$`),
  toMilliseconds: clockToMilliseconds,
}

function arrowBetween(clock: string): RegExp {
  return new RegExp(String.raw`^\s*(${clock})\s*-->\s*(${clock})(?:\s.*)?$`)
}

/** A line of two times, readable or not, and nothing else: no one speaks so. */
const commaLike = /^\s*\d[\d.]*:[\d:.]*\s*,\s*\d[\d.]*:[\d:.]*\s*$/

/** Whether this line gives the time of a cue, readable or not. */
export function isTiming(line: string, dialect: CaptionDialect): boolean {
  return dialect === 'sbv' ? commaLike.test(line) : line.includes('-->')
}

/**
 * Splits a caption file at its timing lines. Between two of them stand the words of the first one's
 * cue, then perhaps notes and styles (dropped), paragraphs that lost their timing line (kept as
 * cues without a time), and the number or identifier of the next cue (dropped).
 *
 * The WebVTT standard drops whatever has no readable time; a researcher must not lose words, so
 * these are kept and marked.
 */
export function splitCues(text: string, dialect: CaptionDialect): Cue[] {
  const lines = text.split('\n')
  const written = dialect === 'sbv' ? withComma : hasUnpaddedTimes(text) ? unpadded : usual
  const start = dialect === 'vtt' ? headerLength(lines) : 0
  const timings = lines.flatMap((line, index) =>
    index >= start && isTiming(line, dialect) ? [index] : [],
  )
  const starts = timings.map((line) =>
    hasIdentifier(lines, line, start, dialect) ? line - 1 : line,
  )
  const before = paragraphs(lines.slice(start, starts[0] ?? lines.length))
  const cues = before.flatMap((paragraph) => untimedCue(paragraph))
  timings.forEach((line, index) => {
    const body = lines.slice(line + 1, starts[index + 1] ?? lines.length)
    const identifier = line > (starts[index] ?? line) ? (lines[line - 1] ?? '') : ''
    const time = timeOf(lines[line] ?? '', written)
    cues.push(...cuesOf(time, body, dialect).map((cue) => ({ ...cue, identifier })))
  })
  return cues
}

/** The WEBVTT line and the metadata below it, up to a blank line or the first timing. */
function headerLength(lines: readonly string[]): number {
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return 0
  const end = lines.findIndex((line) => line.trim() === '' || line.includes('-->'))
  return end < 0 ? lines.length : end
}

/** Whether the line above a timing names the cue: a number (SRT), or the first of its paragraph. */
function hasIdentifier(
  lines: readonly string[],
  line: number,
  start: number,
  dialect: CaptionDialect,
): boolean {
  const above = lines[line - 1] ?? ''
  if (dialect === 'sbv') return false
  if (line - 1 < start || above.trim() === '' || above.includes('-->')) return false
  if (dialect === 'srt') return /^\s*\d+\s*$/.test(above)
  return line - 2 < start || (lines[line - 2] ?? '').trim() === ''
}

type CueTime = Pick<Cue, 'startsAt' | 'endsAt'>

function timeOf(line: string, { line: pattern, toMilliseconds }: Timing): CueTime {
  const [, from, to] = pattern.exec(line) ?? []
  const startsAt = from === undefined ? null : toMilliseconds(from)
  const endsAt = to === undefined ? null : toMilliseconds(to)
  return startsAt === null || endsAt === null
    ? { startsAt: null, endsAt: null }
    : { startsAt, endsAt }
}

function cuesOf(
  time: CueTime,
  body: readonly string[],
  dialect: CaptionDialect,
): Omit<Cue, 'identifier'>[] {
  const [words = [], ...others] = startsBlank(body) ? [[], ...paragraphs(body)] : paragraphs(body)
  const raw = words.join('\n')
  const fault = time.startsAt === null ? 'unreadable-time' : null
  const cues: Omit<Cue, 'identifier'>[] = raw.trim() === '' ? [] : [{ raw, ...time, fault }]
  for (const paragraph of others) {
    const untimed = untimedCue(paragraph)
    const isBlankLineInCue =
      dialect === 'sbv' || (dialect === 'srt' && !startsWithNumber(paragraph))
    if (isBlankLineInCue) cues.push({ raw: paragraph.join('\n'), ...time, fault: null })
    else cues.push(...untimed)
  }
  return cues
}

function startsBlank(lines: readonly string[]): boolean {
  return (lines[0] ?? '').trim() === ''
}

function startsWithNumber(paragraph: readonly string[]): boolean {
  return /^\s*\d+\s*$/.test(paragraph[0] ?? '')
}

/** The words of a paragraph that no timing line precedes; none for notes, styles and regions. */
function untimedCue(paragraph: readonly string[]): Cue[] {
  if (/^(?:NOTE(?:[ \t]|$)|(?:STYLE|REGION)[ \t]*$)/.test(paragraph[0] ?? '')) return []
  const words = startsWithNumber(paragraph) ? paragraph.slice(1) : paragraph
  if (words.length === 0) return []
  const raw = words.join('\n')
  return [{ raw, identifier: '', startsAt: null, endsAt: null, fault: 'missing-time' }]
}

/** The runs of lines between blank ones. */
function paragraphs(lines: readonly string[]): string[][] {
  const found: string[][] = []
  let current: string[] = []
  for (const line of lines) {
    if (line.trim() === '') {
      if (current.length > 0) found.push(current)
      current = []
    } else {
      current.push(line)
    }
  }
  if (current.length > 0) found.push(current)
  return found
}
