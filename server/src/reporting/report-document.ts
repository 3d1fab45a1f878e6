import type { Report, ReportQuote } from '@throughline/contract/reporting'
import type { QuotePart } from '@throughline/text'

/** What an export prints, whatever the format. */
export interface ReportDocument {
  title: string
  studyTitle: string
  authors: string[]
  /** The day of the export, ISO 8601. */
  date: string
  facts: { name: string; value: string }[]
  introduction: string[]
  themes: PrintedTheme[]
  voices: {
    label: string
    site: string | null
    year: number | null
    quotes: number
    share: number
  }[]
  voicesSentence: string
  notes: string[]
  codes: PrintedCode[]
}

export interface PrintedTheme {
  name: string
  centralIdea: string[]
  definition: string[]
  text: string[]
  quotes: PrintedQuote[]
}

export interface PrintedQuote {
  /** A line for each passage. */
  lines: QuotePart[][]
  attribution: string
}

export interface PrintedCode {
  /** 0 for the first level. */
  depth: number
  name: string
  definition: string
  whenToUse: string
  whenNotToUse: string
  example: string
}

/** What the study room knows of a study, for the head of its report. */
export interface StudyFacts {
  authors: string[]
  aims: string
  paradigm: string
  approach: string
  sites: number
  participants: number
  transcripts: number
  codings: number
}

interface CodeOfList {
  id: string
  parent: string | null
  name: string
  definition: string
  whenToUse: string
  whenNotToUse: string
  example: string
  retired: boolean
}

/** Lays the draft out. Only quotes whose words may be printed come in; of the others only their number. */
export function layOut(
  report: Report,
  study: StudyFacts,
  codes: readonly CodeOfList[],
  date: string,
): ReportDocument {
  return {
    title: report.title || report.studyTitle,
    studyTitle: report.studyTitle,
    authors: study.authors,
    date,
    facts: factsOf(report, study),
    introduction: paragraphs(report.introduction),
    themes: report.themes.map((theme) => ({
      name: theme.name,
      centralIdea: paragraphs(theme.centralIdea),
      definition: paragraphs(theme.definition),
      text: paragraphs(theme.text),
      quotes: theme.quotes.flatMap((quote) => printed(report, quote)),
    })),
    voices: voicesOf(report),
    voicesSentence: voicesSentence(report),
    notes: notesOf(report),
    codes: inOrderOfTree(codes.filter(({ retired }) => !retired)),
  }
}

function factsOf(report: Report, study: StudyFacts): ReportDocument['facts'] {
  const material = [
    counted(study.participants, 'participant'),
    ...(study.sites > 0 ? [counted(study.sites, 'site')] : []),
    counted(study.transcripts, 'transcript'),
    counted(study.codings, 'coding'),
  ]
  return [
    { name: 'Study', value: report.title ? report.studyTitle : '' },
    { name: 'Aims', value: study.aims },
    { name: 'Paradigm', value: study.paradigm },
    { name: 'Approach', value: study.approach },
    { name: 'Material', value: material.join(', ') },
  ].filter(({ value }) => value.trim() !== '')
}

function printed(report: Report, quote: ReportQuote): PrintedQuote[] {
  if (quote.withheld !== null || quote.parts === null || quote.attribution === null) return []
  const { participant, site, year } = quote.attribution
  const shown = [
    participant,
    report.showsSite ? site : null,
    report.showsYear && year !== null ? `year ${year}` : null,
  ]
  return [
    { lines: linesOf(quote.parts), attribution: shown.filter((part) => part !== null).join(', ') },
  ]
}

/** Cut where the source has a line end; empty lines are not printed. */
function linesOf(parts: readonly QuotePart[]): QuotePart[][] {
  const lines: QuotePart[][] = [[]]
  for (const { kind, text } of parts)
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (piece !== '') lines.at(-1)?.push({ kind, text: piece })
    }
  return lines.filter((line) => line.some(({ text }) => text.trim() !== ''))
}

function voicesOf(report: Report): ReportDocument['voices'] {
  const attributions = new Map(
    report.themes
      .flatMap(({ quotes }) => quotes)
      .map(({ participant, attribution }) => [participant, attribution]),
  )
  return report.balance.rows
    .filter(({ quotes }) => quotes > 0)
    .map(({ participant, label, quotes, share }) => ({
      label,
      site: report.showsSite ? (attributions.get(participant)?.site ?? null) : null,
      year: report.showsYear ? (attributions.get(participant)?.year ?? null) : null,
      quotes,
      share,
    }))
}

function voicesSentence({ balance }: Report): string {
  if (balance.quotes === 0) return 'No participant is quoted yet.'
  const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  const verb = balance.quotes === 1 ? 'comes' : 'come'
  return `${plural(balance.quotes, 'quotation')} ${verb} from ${balance.quoted} of ${plural(balance.of, 'participant')}.`
}

function notesOf(report: Report): string[] {
  const withheld = report.withheld.reduce((sum, { quotes }) => sum + quotes, 0)
  return [
    'Quotations are verbatim from the transcripts. […] marks words that were left out; words in square brackets were put in by the authors.',
    ...(withheld > 0
      ? [
          `${capital(counted(withheld, 'quotation'))} of the draft ${withheld === 1 ? 'is' : 'are'} not printed here, because consent to be quoted is missing or the words have to be looked at again.`,
        ]
      : []),
  ]
}

/** Codes as the tree has them, each followed by those beneath it; `codes` come in order among their siblings. */
function inOrderOfTree(codes: readonly CodeOfList[]): PrintedCode[] {
  const ids = new Set(codes.map(({ id }) => id))
  // A code whose parent was retired is printed on the first level rather than lost.
  const children = Map.groupBy(codes, ({ parent }) =>
    parent !== null && ids.has(parent) ? parent : null,
  )
  const below = (parent: string | null, depth: number): PrintedCode[] =>
    (children.get(parent) ?? []).flatMap((code) => [
      {
        depth,
        name: code.name,
        definition: code.definition,
        whenToUse: code.whenToUse,
        whenNotToUse: code.whenNotToUse,
        example: code.example,
      },
      ...below(code.id, depth + 1),
    ])
  return below(null, 0)
}

/** Text that somebody wrote, as paragraphs: one for each line that says something. */
export function paragraphs(text: string): string[] {
  return text
    .split('\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

function counted(count: number, one: string): string {
  return `${smallNumbers[count] ?? count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** `27 %`, with a no-break space. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`
}

/** `22 November 2026` from an ISO date. */
export function longDate(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}
