import { z } from 'zod'
import { command, download, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment } from './platform.ts'
import { questionNumber } from './sections.ts'
import { yearGroup } from './study.ts'

/** A character offset: UTF-16 code units from the start of the transcript's text. */
const offset = z.number().int().min(0).max(100_000_000)
const weight = z.number().int().min(-100).max(100)
const distance = z.number().int().min(0).max(1_000)
const most = 200

/** A value of a participant's attribute: one of these (or, of several choices, at least one), or a number or date within bounds, both included. */
export const attributeCondition = z.object({
  attribute: id,
  is: z.array(z.string().max(5_000)).max(most).default([]),
  from: z.union([z.number(), z.iso.date()]).optional(),
  to: z.union([z.number(), z.iso.date()]).optional(),
})
export type AttributeCondition = z.infer<typeof attributeCondition>

export const quoteGrouping = z.enum(['code', 'participant', 'site', 'year', 'coder', 'nothing'])
export type QuoteGrouping = z.infer<typeof quoteGrouping>
export const quoteSorting = z.enum(['place', 'newest', 'oldest', 'heaviest'])
export type QuoteSorting = z.infer<typeof quoteSorting>

/** What the distance between two codings is counted in. */
export const distanceUnit = z.enum(['turns', 'words'])
export type DistanceUnit = z.infer<typeof distanceUnit>

/** Conditions on one value, and how the answer is laid out: alike in an address and in a saved view. */
const plainConditions = {
  transcript: id.optional(),
  /** Coded on this day or later, on this day or before: days of UTC. */
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
}

const codes = z.array(id).max(most).optional()

/**
 * What is asked on the quotes page, as a saved view keeps it. A quote is a coding; conditions of different kinds must
 * all hold, and one that is empty asks nothing.
 *
 * Two codings overlap when they share at least one character of one transcript. It does not matter whose they are.
 */
export const quoteQuestion = z.object({
  /** Coded with at least one of these. */
  any: codes,
  /** For each of these: coded with it, or overlapped by a coding of it. Without `any`, itself coded with one of them. */
  all: codes,
  /** Neither coded with one of these nor overlapped by a coding of one. */
  not: codes,
  /** Overlapped by another coding, of one of these. */
  overlapping: codes,
  /** No character of it outside another coding, of one of these; the same range is inside. */
  inside: codes,
  /**
   * At most `within` turns or words from another coding, of one of these. By turns: it shares a character with the
   * stretch that begins with the turn so many before that coding's first turn and ends with the turn so many after its
   * last; 0 is the same turn, and a transcript without turns is one turn. By words: no more than so many stand between
   * the two, names of speakers not counted.
   */
  near: codes,
  within: distance.optional(),
  unit: distanceUnit.optional(),
  participants: z.array(id).max(most).optional(),
  sites: z.array(id).max(most).optional(),
  years: z.array(yearGroup).max(most).optional(),
  /** All of these hold of the participant. */
  attributes: z.array(attributeCondition).max(20).optional(),
  /** Said to one of these questions, or in a section of one of these names. */
  questions: z.array(questionNumber).max(most).optional(),
  sections: z.array(z.string().max(300)).max(most).optional(),
  coders: z.array(z.string().max(100)).max(most).optional(),
  ...plainConditions,
  /** Bounds of its weight, both included; a coding without a weight has none within bounds. */
  lightest: weight.optional(),
  heaviest: weight.optional(),
  by: quoteGrouping.optional(),
  sort: quoteSorting.optional(),
})
export type QuoteQuestion = z.infer<typeof quoteQuestion>

/** A list in a search part: `?any=a,b`. */
const listOf = <Item extends z.ZodType<unknown, string | number>>(item: Item) =>
  z
    .string()
    .max(8_000)
    .default('')
    .transform((value): unknown[] => value.split(',').filter(Boolean))
    .pipe(z.array(item).max(most))
/** A list of what may hold commas, as JSON. */
const jsonOf = <Item extends z.ZodType>(item: Item, longest: number) =>
  z
    .string()
    .max(30_000)
    .default('')
    .transform((value, context): unknown => {
      try {
        return value === '' ? [] : JSON.parse(value)
      } catch {
        context.addIssue({ code: 'custom', message: 'This is not JSON.' })
        return z.NEVER
      }
    })
    .pipe(z.array(item).max(longest))
const ids = listOf(id)

/** The same as a `quoteQuestion`, in the search part of an address. */
export const quoteConditions = z.object({
  any: ids,
  all: ids,
  not: ids,
  overlapping: ids,
  inside: ids,
  near: ids,
  within: z.coerce.number().pipe(distance).default(1),
  unit: distanceUnit.default('turns'),
  participants: ids,
  sites: ids,
  years: listOf(z.coerce.number<string>().pipe(yearGroup)),
  attributes: jsonOf(attributeCondition, 20),
  questions: listOf(z.coerce.number<string>().pipe(questionNumber)),
  sections: jsonOf(z.string().max(300), most),
  coders: listOf(z.string().max(100)),
  ...plainConditions,
  lightest: z.coerce.number().pipe(weight).optional(),
  heaviest: z.coerce.number().pipe(weight).optional(),
  by: quoteGrouping.default('code'),
  sort: quoteSorting.default('place'),
})

export const quote = z.object({
  /** The coding's id. */
  id,
  code: id,
  coder: z.string(),
  at: moment,
  weight: z.number().int().nullable(),
  transcript: id,
  title: z.string(),
  from: offset,
  to: offset,
  text: z.string(),
  /** Up to 300 characters around it, for context on demand. */
  before: z.string(),
  after: z.string(),
  startsAt: z.number().int().nullable(),
  participant: z
    .object({
      id,
      label: z.string(),
      site: z.string().nullable(),
      year: z.number().int().nullable(),
      consent: z.enum(['yes', 'no', 'not recorded']),
    })
    .nullable(),
  /** The id of its group. */
  group: z.string(),
})
export type Quote = z.infer<typeof quote>

/** A group of the whole answer, not of a page. */
export const quoteGroup = z.object({
  /** An id of what it is grouped by; empty for quotes that have none. */
  id: z.string(),
  /** The label of a participant or the name of a site. */
  name: z.string().nullable(),
  codings: z.number().int(),
  people: z.number().int(),
})
export type QuoteGroup = z.infer<typeof quoteGroup>

export const findQuotes = query({
  name: 'find-quotes',
  path: '/api/studies/:study/quotes',
  summary:
    'Quotes that meet conditions, in groups and in order, a page at a time; counts of codings and of people are of the whole answer.',
  params: inStudy,
  search: quoteConditions.extend({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    /** The `next` of the page before. */
    after: z.string().max(4_000).optional(),
  }),
  answer: z.object({
    total: z.number().int(),
    people: z.number().int(),
    groups: z.array(quoteGroup),
    quotes: z.array(quote),
    /** Where the next page begins; null on the last. */
    next: z.string().nullable(),
  }),
})

/** A question that is kept under a name, for the whole team. */
export const quoteView = z.object({
  id,
  name: z.string(),
  question: quoteQuestion,
  by: z.string(),
  at: moment,
})
export type QuoteView = z.infer<typeof quoteView>

export const listQuoteViews = query({
  name: 'list-quote-views',
  path: '/api/studies/:study/quote-views',
  summary: 'The saved views of quotes, by name.',
  params: inStudy,
  search: nothing,
  answer: z.object({ views: z.array(quoteView) }),
})

export const saveQuoteView = command({
  name: 'save-quote-view',
  summary: 'Save conditions on quotes, and how they are laid out, under a name.',
  body: z.object({ id, name: line(200), question: quoteQuestion }),
  answer: z.object({ id }),
})

export const renameQuoteView = command({
  name: 'rename-quote-view',
  summary: 'Give a saved view another name.',
  body: z.object({ id, name: line(200) }),
  answer: z.object({ id }),
})

export const removeQuoteView = command({
  name: 'remove-quote-view',
  summary: 'Remove a saved view. The quotes stay.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const spreadsheetTypes = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** At most so many codings in one step. */
export const mostCodings = 5_000

/**
 * A step with many codings: `add` puts a further code on their passages, as one's own; `recode` gives them another code, and
 * `remove` takes them away. A coding says what its coder thinks, so others' codings are left by the last two.
 */
export const changeCodings = command({
  name: 'change-codings',
  summary:
    'Add a code to many coded passages, give many of one’s codings another code, or take them away, in one step.',
  body: z
    .object({
      codings: z.array(id).min(1).max(mostCodings),
      what: z.enum(['add', 'recode', 'remove']),
      code: id.nullable().default(null),
    })
    .refine(({ what, code }) => what === 'remove' || code !== null, {
      path: ['code'],
      message: 'no code is given',
    }),
  answer: z.object({
    changed: z.number().int(),
    /** Others' codings, and passages that have the code already. */
    left: z.number().int(),
  }),
})

export const exportQuotes = download({
  name: 'export-quotes',
  path: '/api/studies/:study/export/quotes',
  summary:
    'Quotes that meet conditions, as CSV, XLSX, DOCX or HTML; only words with consent to be quoted.',
  params: inStudy,
  search: quoteConditions.extend({
    as: z.enum(['csv', 'xlsx', 'docx', 'html']).default('csv'),
    /** The saved view that asks this, for its name to stand on the file. */
    view: id.optional(),
  }),
  mediaTypes: [...spreadsheetTypes, docxType, 'text/html'],
})
