import type { Range } from '@throughline/text'
import { clockPattern, clockToMilliseconds } from './clock.ts'

/**
 * A speaker label that a line may begin with. `colon` and `stamped` labels say so themselves;
 * `bold` ones (a bold name without a colon) and `cell` ones (a name that a tab divides from its words)
 * are only considered in a file that has no others.
 */
export interface LabelCandidate {
  readonly kind: 'colon' | 'stamped' | 'bold' | 'cell'
  /** The whole label in the text, from time or name to colon, markup included. */
  readonly range: Range
  readonly speaker: string
  readonly startsAt: number | null
  readonly endsAt: number | null
  /** Where the words may begin: behind the label. */
  readonly wordsFrom: number
}

// No name is that long, so no more of a line is looked at.
const headLength = 120
const longestName = 48

const decoration = /(?:\*{1,3}|_{1,3})/y
const listOrHeading = /(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)/y
const blanks = /[ \t\u00a0]*/y
const dash = /[-–—][ \t]+/y
const nameStart = /\p{L}[\p{L}\p{M}\p{N} \u00a0.'’_&/#-]*/uy
const remark = /\([\p{L}\p{M}\p{N} ,.'’/&-]{1,40}\)/uy
const stampInBrackets = new RegExp(
  String.raw`[[(<{#][ \t]*(${clockPattern}(?:-\d(?=#))?)(?:[ \t]*(?:-->|[-–—])[ \t]*(${clockPattern}))?[ \t]*[\])>}#]`,
  'y',
)
const bareStamp = new RegExp(
  String.raw`(${clockPattern})(?:[ \t]*(?:-->|[-–—])[ \t]*(${clockPattern}))?(?![\d:])`,
  'y',
)
// A colon typed twice is still one, but "std::vector" is no label.
const colon = /[:：]{2}(?=\s|$)|[:：]/y

/** Reads the beginning of one line step by step; `at` is an offset in the line. */
class LineHead {
  readonly head: string
  at = 0

  constructor(head: string) {
    this.head = head
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.head)
    if (match) this.at = pattern.lastIndex
    return match
  }

  takeStamp(): RegExpExecArray | null {
    return this.take(stampInBrackets) ?? this.take(bareStamp)
  }

  get atEnd(): boolean {
    return this.head.slice(this.at).trim() === ''
  }
}

/** How a line may be marked beside its characters. */
export interface LineMarks {
  /** Whether `**name**` and `## name` are markup (Markdown) rather than characters. */
  readonly markdown: boolean
  /** The range of bold letters at the line's start (Word), if any. */
  readonly bold: Range | null
}

/** The label at the start of this line of the text, if its shape is one; else null. */
export function labelAt(text: string, line: Range, marks: LineMarks): LabelCandidate | null {
  const head = new LineHead(text.slice(line.from, Math.min(line.to, line.from + headLength)))
  head.take(blanks)
  const labelFrom = line.from + head.at
  if (marks.markdown) head.take(listOrHeading)
  let decorated = marks.markdown && head.take(decoration) !== null
  let stamp = head.takeStamp()
  if (stamp) {
    head.take(blanks)
    head.take(dash)
  }
  if (marks.markdown && !decorated) decorated = head.take(decoration) !== null
  const name = takeName(head, stamp !== null)
  if (name === null) return null
  let closed = decorated && head.take(decoration) !== null
  head.take(blanks)
  stamp ??= head.takeStamp()
  if (decorated && !closed) closed = head.take(decoration) !== null
  head.take(blanks)
  const beforeColon = head.at
  const hasColon = head.take(colon) !== null
  if (hasColon && decorated && !closed) closed = head.take(decoration) !== null
  if (hasColon && !stamp) stamp = takeStampBehindColon(head)
  const labelTo = line.from + (hasColon ? head.at : trimmedEnd(head, beforeColon))
  const found = {
    speaker: name,
    startsAt: stamp ? clockToMilliseconds(stamp[1] ?? '') : null,
    endsAt: stamp?.[2] ? clockToMilliseconds(stamp[2]) : null,
    range: { from: labelFrom, to: labelTo },
    wordsFrom: labelTo,
  }
  if (hasColon) return wordsMayFollow(head) ? { kind: stamp ? 'stamped' : 'colon', ...found } : null
  const behindName = head.head.slice(labelTo - line.from, head.at)
  if (behindName.includes('\t') && !head.atEnd) return { kind: 'cell', ...found }
  const wholeLineRead = head.atEnd && line.to - line.from <= headLength
  if (stamp) return wholeLineRead ? { kind: 'stamped', ...found } : null
  const boldTo = marks.bold && marks.bold.from <= labelFrom ? marks.bold.to : null
  if (boldTo !== null) return boldName(text, line, boldTo, found)
  return decorated && closed ? { kind: 'bold', ...found } : null
}

/** A name, perhaps with a remark in parentheses; null when none stands here. */
function takeName(head: LineHead, stamped: boolean): string | null {
  const start = head.at
  const match = head.take(nameStart)
  if (!match) return null
  let name = match[0]
  // "Anna 0:03": the name took the first digits of the time behind it.
  const time = /[ \u00a0]+\d{1,3}$/u.exec(name)
  if (!stamped && time && /^:\d{2}/.test(head.head.slice(head.at))) name = name.slice(0, time.index)
  name = name.replace(/[\s_-]+$/u, '')
  head.at = start + name.length
  const afterName = head.at
  head.take(blanks)
  const aside = head.take(remark)
  if (aside) name = head.head.slice(start, head.at)
  else head.at = afterName
  return name.length > 0 && name.length <= longestName ? name : null
}

/** "Anna: [00:12:05] words"; whatever is not a time in brackets is left to the words. */
function takeStampBehindColon(head: LineHead): RegExpExecArray | null {
  const behindColon = head.at
  head.take(blanks)
  const stamp = head.take(stampInBrackets)
  if (!stamp) head.at = behindColon
  return stamp
}

function trimmedEnd(head: LineHead, end: number): number {
  return head.head.slice(0, end).trimEnd().length
}

/** Behind a colon come a space or words; "12:30", "http://" and "::" are no labels. */
function wordsMayFollow(head: LineHead): boolean {
  return /^(?:$|[\s\p{L}"“”„«'‘’([…*_-])/u.test(head.head.slice(head.at))
}

/** A bold name without a colon: the bold letters must be the name and nothing else. */
function boldName(
  text: string,
  line: Range,
  boldTo: number,
  found: Omit<LabelCandidate, 'kind'>,
): LabelCandidate | null {
  const bold = text.slice(found.range.from, Math.min(boldTo, line.to)).trim()
  if (bold.length === 0 || bold.length > longestName || !found.speaker.startsWith(bold)) return null
  const to = found.range.from + bold.length
  return {
    ...found,
    kind: 'bold',
    speaker: bold,
    range: { from: found.range.from, to },
    wordsFrom: to,
  }
}
