import { trimRange, type Range } from '@throughline/text'
import type { Turn } from '../transcript.ts'
import { labelAt, type LabelCandidate, type LineMarks } from './label.ts'
import { isUsualLabel } from './roles.ts'

/** What a reader knows of a text beside its characters. */
export interface TextMarks {
  readonly markdown?: boolean
  /** Ranges of bold letters, in order of place (Word). */
  readonly bold?: readonly Range[]
  /**
   * Ranges whose turns are known without labels, in order of place: no label is looked for in them,
   * and a turn that began before them ends there.
   */
  readonly apart?: readonly Range[]
}

/**
 * Finds the turns of a text by the speaker labels at the start of its lines. Which labels are
 * speakers is decided over the whole file:
 *
 * 1. A label with a time beside it counts, and so does one that transcribers commonly use (I, P1,
 *    Interviewer, Speaker 2, …).
 * 2. Any other name counts when it recurs: written like a name (capitals, at most five words)
 *    twice, or in lower case at the start of at least a tenth of the lines.
 * 3. Words that announce something ("Note:", "Date:", "For example:") never count.
 * 4. Before the first label that recurs, one that occurs once with a few words behind it and no
 *    end of a sentence is a field of the header ("Interviewer: Jane Smith").
 * 5. A bold name without a colon, or one that a tab divides from its words as cells of a table are, counts only in a
 *    file that has no other labels, when it recurs.
 *
 * A turn goes on over the following lines until the next label. Text before the first label
 * belongs to no turn.
 */
export function findTurns(text: string, marks: TextMarks = {}): Turn[] {
  const { candidates, lines } = candidateLabels(text, marks)
  const explicit = speakerLabels(
    text,
    candidates.filter(({ kind }) => kind === 'colon' || kind === 'stamped'),
    lines,
  )
  const labels = explicit.length > 0 ? explicit : recurring(candidates)
  const ends = endsOf(labels, marks.apart ?? [], text.length)
  return labels.map(({ range, speaker, startsAt, endsAt, wordsFrom }, index) => {
    const words = trimRange(text, { from: wordsFrom, to: ends[index] ?? text.length })
    return { ...words, label: range, speaker, startsAt, endsAt }
  })
}

/** Where each label's turn ends: at the next label, at what stands apart, or with the text. */
function endsOf(
  labels: readonly LabelCandidate[],
  apart: readonly Range[],
  length: number,
): number[] {
  let next = 0
  return labels.map(({ wordsFrom }, index) => {
    while ((apart[next]?.from ?? Infinity) < wordsFrom) next++
    return Math.min(labels[index + 1]?.range.from ?? length, apart[next]?.from ?? length)
  })
}

function candidateLabels(
  text: string,
  marks: TextMarks,
): { candidates: LabelCandidate[]; lines: number } {
  const candidates: LabelCandidate[] = []
  const bold = marks.bold ?? []
  let nextBold = 0
  const apart = marks.apart ?? []
  let nextApart = 0
  let lines = 0
  for (const line of linesOf(text)) {
    while ((apart[nextApart]?.to ?? Infinity) < line.from) nextApart++
    if ((apart[nextApart]?.from ?? Infinity) <= line.from) continue
    while ((bold[nextBold]?.to ?? Infinity) <= line.from) nextBold++
    const first = bold[nextBold]
    const lineMarks: LineMarks = {
      markdown: marks.markdown ?? false,
      bold: first && first.from < line.to ? first : null,
    }
    const candidate = labelAt(text, line, lineMarks)
    if (candidate) candidates.push(candidate)
    lines++
  }
  return { candidates, lines }
}

/** The lines that are not blank. */
function* linesOf(text: string): Generator<Range> {
  let from = 0
  while (from <= text.length) {
    const lineFeed = text.indexOf('\n', from)
    const to = lineFeed < 0 ? text.length : lineFeed
    if (text.slice(from, Math.min(to, from + 200)).trim() !== '') yield { from, to }
    from = to + 1
  }
}

function speakerLabels(
  text: string,
  candidates: readonly LabelCandidate[],
  lines: number,
): LabelCandidate[] {
  const counts = countBySpeaker(candidates)
  const countOf = (candidate: LabelCandidate): number => counts.get(key(candidate)) ?? 0
  const speakers = candidates.filter((candidate) => {
    if (announces(candidate.speaker)) return false
    if (isUsualLabel(candidate.speaker)) return true
    if (looksLikeName(candidate.speaker))
      return candidate.kind === 'stamped' || countOf(candidate) > 1
    const inLowerCase = /^[\p{L}\p{N}]+$/u.test(candidate.speaker)
    return inLowerCase && countOf(candidate) > 2 && countOf(candidate) * 10 >= lines
  })
  const firstRecurring = speakers.findIndex((candidate) => countOf(candidate) > 1)
  return speakers.filter(
    (candidate, index) =>
      index >= firstRecurring || candidate.kind === 'stamped' || !isHeaderField(text, candidate),
  )
}

/** Names without a colon that recur, where nothing else labels the speakers. */
function recurring(candidates: readonly LabelCandidate[]): LabelCandidate[] {
  const names = candidates.filter(
    (candidate) =>
      (candidate.kind === 'bold' || candidate.kind === 'cell') &&
      !announces(candidate.speaker) &&
      looksLikeName(candidate.speaker),
  )
  const counts = countBySpeaker(names)
  return names.filter((candidate) => (counts.get(key(candidate)) ?? 0) > 1)
}

function countBySpeaker(candidates: readonly LabelCandidate[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const candidate of candidates) {
    counts.set(key(candidate), (counts.get(key(candidate)) ?? 0) + 1)
  }
  return counts
}

function key(candidate: LabelCandidate): string {
  return candidate.speaker.toLowerCase()
}

const announcing = new Set(
  `note notes nb n.b. remark remarks comment comments date time place location venue setting duration
  length title subject topic re from to cc file filename recording transcript transcription interview
  age gender sex pseudonym background summary abstract introduction conclusion example examples
  e.g. eg i.e. ie important warning attention caution hint tip question
  first second third finally also and but so then now because however therefore remember basically
  anyway plus or yes no okay ok well actually namely specifically`
    .split(/\s+/)
    .concat(
      'for example',
      'for instance',
      'transcript id',
      'interview date',
      'start time',
      'end time',
    ),
)

/** Whether a label announces something instead of naming somebody. */
function announces(label: string): boolean {
  return announcing.has(label.toLowerCase())
}

const particle = /^(?:de|del|della|di|da|dos|du|van|von|der|den|ter|la|le|al|el|bin|ibn|of|and|&)$/

/** Whether every word is written as in a name: a capital, a digit, or a script without capitals. */
function looksLikeName(label: string): boolean {
  const words = label
    .replace(/\(.*\)$/, '')
    .trim()
    .split(/[\s_]+/)
  return (
    words.length <= 5 &&
    words.every((word) => /^[\p{Lu}\p{Lt}\p{Lo}\p{N}#(&]/u.test(word) || particle.test(word)) &&
    !/[.] \p{Lu}.*[.] /u.test(label)
  )
}

function isHeaderField(text: string, candidate: LabelCandidate): boolean {
  const lineFeed = text.indexOf('\n', candidate.wordsFrom)
  const value = text.slice(candidate.wordsFrom, lineFeed < 0 ? text.length : lineFeed).trim()
  if (value === '') return false
  return !/[.?!…。？！]["”’)*_]*$/u.test(value) && value.split(/\s+/).length <= 6
}
