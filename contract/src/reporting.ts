import { z } from 'zod'
import { docxType } from './coding.ts'
import { command, download, inStudy, nothing, query } from './endpoint.ts'
import { id, prose } from './platform.ts'
import { railCount, waitingList } from './study.ts'

/** An offset in the quote's own words (not the transcript): UTF-16 code units, zero-based, ends exclusive. */
const offset = z.number().int().min(0).max(100_000_000)

/** A marked departure from the source; `checkQuoteEdits` of @throughline/text says which are possible. */
export const quoteEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('omit'), from: offset, to: offset }),
  z.object({ kind: z.literal('insert'), at: offset, text: z.string().min(1).max(500) }),
])

/** A piece of a quote as it is printed: the source's own words, or a mark. */
export const quotePart = z.object({
  kind: z.enum(['source', 'omission', 'insertion']),
  text: z.string(),
})
export type QuotePart = z.infer<typeof quotePart>

export const consent = z.enum(['yes', 'no', 'not recorded'])

/**
 * Why a quote is kept in the draft but its words are neither shown nor exported. `words changed`: the transcript was
 * corrected after the quote was shortened, so somebody must look at the omissions again.
 */
export const withheldReason = z.enum([
  'consent refused',
  'consent not recorded',
  'no participant',
  'words changed',
])
export type WithheldReason = z.infer<typeof withheldReason>

/** What is printed under a quote; the study decides whether site and year are shown. */
export const attribution = z.object({
  participant: z.string(),
  site: z.string().nullable(),
  year: z.number().int().nullable(),
})
export type Attribution = z.infer<typeof attribution>

export const reportQuote = z.object({
  id,
  theme: id,
  coding: id,
  code: id,
  /** Its code was taken out of this theme after the quote was chosen. */
  outsideTheme: z.boolean(),
  transcript: id,
  title: z.string(),
  /** Where it begins in the transcript, UTF-16 code units. */
  at: offset,
  participant: id.nullable(),
  attribution: attribution.nullable(),
  withheld: withheldReason.nullable(),
  /** Its words as the transcript has them, without speaker labels; null while consent is missing. */
  source: z.string().nullable(),
  edits: z.array(quoteEdit),
  /** As it is printed; null while it is withheld. */
  parts: z.array(quotePart).nullable(),
})
export type ReportQuote = z.infer<typeof reportQuote>

export const reportTheme = z.object({
  id,
  name: z.string(),
  centralIdea: z.string(),
  definition: z.string(),
  codes: z.array(id),
  /** What the report says of the theme: paragraphs separated by a line end. */
  text: z.string(),
  quotes: z.array(reportQuote),
})
export type ReportTheme = z.infer<typeof reportTheme>

export const balance = z.object({
  /** Quotes that will be printed. */
  quotes: z.number().int(),
  /** Participants with at least one of them, and participants of the study. */
  quoted: z.number().int(),
  of: z.number().int(),
  rows: z.array(
    z.object({
      participant: id,
      label: z.string(),
      consent,
      quotes: z.number().int(),
      /** Of all quotes, between 0 and 1. */
      share: z.number(),
    }),
  ),
})
export type Balance = z.infer<typeof balance>

export const getReport = query({
  name: 'get-report',
  path: '/api/studies/:study/report',
  summary: 'The draft of the report: texts and quotes by theme, and whose voices it carries.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    /** As the team wrote it; empty: the study's title is printed. */
    title: z.string(),
    studyTitle: z.string(),
    introduction: z.string(),
    showsSite: z.boolean(),
    showsYear: z.boolean(),
    themes: z.array(reportTheme),
    balance,
    /** Quotes of the draft that an export leaves out, by reason. */
    withheld: z.array(z.object({ reason: withheldReason, quotes: z.number().int() })),
  }),
})
export type Report = z.infer<(typeof getReport)['answer']>

export const countReport = query({
  name: 'count-report',
  path: '/api/studies/:study/counts/report',
  summary: 'Where the study stands with its report, for the rail.',
  params: inStudy,
  search: nothing,
  answer: railCount,
})

export const waitingForReport = query({
  name: 'waiting-for-report',
  path: '/api/studies/:study/waiting/report',
  summary: 'What waits in this room for the member who asks.',
  params: inStudy,
  search: nothing,
  answer: waitingList,
})

export const exportReport = download({
  name: 'export-report',
  path: '/api/studies/:study/export/report',
  summary:
    'The report with the code list as an appendix, as DOCX or HTML; withheld quotes are only counted.',
  params: inStudy,
  search: z.object({ as: z.enum(['docx', 'html']).default('docx') }),
  mediaTypes: [docxType, 'text/html'],
})

export const changeReport = command({
  name: 'change-report',
  summary: 'Change the title, the introduction, or what stands under the quotes.',
  body: z.object({
    title: z.string().trim().max(300).optional(),
    introduction: prose(100_000).optional(),
    showsSite: z.boolean().optional(),
    showsYear: z.boolean().optional(),
  }),
  answer: nothing,
})

export const writeSection = command({
  name: 'write-section',
  summary: 'Write what the report says of a theme.',
  body: z.object({ theme: id, text: prose(100_000) }),
  answer: z.object({ theme: id }),
})

export const chooseQuote = command({
  name: 'choose-quote',
  summary: 'Choose a coding as a quote of a theme. Refused without consent to be quoted.',
  body: z.object({ id, theme: id, coding: id, before: id.nullable().default(null) }),
  answer: z.object({ id }),
})

export const takeQuoteOut = command({
  name: 'take-quote-out',
  summary: 'Take a quote out of the report. The coding stays.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const moveQuote = command({
  name: 'move-quote',
  summary: 'Move a quote to another place among the quotes of its theme.',
  body: z.object({ id, before: id.nullable() }),
  answer: z.object({ id }),
})

export const shortenQuote = command({
  name: 'shorten-quote',
  summary:
    'Set the marked omissions and insertions of a quote; they are checked against the source.',
  body: z.object({ id, edits: z.array(quoteEdit).max(200) }),
  answer: z.object({ id }),
})
