import { z } from 'zod'
import { command, download, inStudy, nothing, query, upload } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'
import { yearGroup } from './study.ts'

export const quoteConsent = z.enum(['yes', 'no', 'not recorded'])
export type QuoteConsent = z.infer<typeof quoteConsent>

export const attributeKind = z.enum(['text', 'number', 'date', 'one choice', 'several choices'])
export type AttributeKind = z.infer<typeof attributeKind>

/** What a person may choose: one line, without the semicolon that separates choices in a spreadsheet. */
const choice = line(200).regex(/^[^;\n\r]*$/, 'A choice is one line and holds no semicolon.')

/** Text, a number, a date (ISO 8601, `2022-10-01`), one choice, or a set of choices (R7). */
export const attributeValue = z.union([
  z.string().max(5_000),
  z.number(),
  z.array(z.string().max(200)).max(100),
])
export type AttributeValue = z.infer<typeof attributeValue>

export const attribute = z.object({
  id,
  name: z.string(),
  kind: attributeKind,
  choices: z.array(z.string()),
  /** How many participants have a value. */
  used: z.number().int(),
})
export type Attribute = z.infer<typeof attribute>

export const listAttributes = query({
  name: 'list-attributes',
  path: '/api/studies/:study/attributes',
  summary: 'What the team records of each participant, in its order.',
  params: inStudy,
  search: nothing,
  answer: z.object({ attributes: z.array(attribute) }),
})

export const addAttribute = command({
  name: 'add-attribute',
  summary: 'Add something to record of each participant.',
  body: z.object({
    id,
    name: line(100),
    kind: attributeKind,
    choices: z.array(choice).max(200).default([]),
  }),
  answer: z.object({ id }),
})

export const changeAttribute = command({
  name: 'change-attribute',
  summary:
    'Rename an attribute, or add, rename, order and remove its choices. A choice that participants have is not removed.',
  body: z.object({
    id,
    name: line(100).optional(),
    /** All choices in their new order; `was` is what a choice was called before, null for a new one. */
    choices: z
      .array(z.object({ name: choice, was: z.string().nullable().default(null) }))
      .max(200)
      .optional(),
  }),
  answer: z.object({ id }),
})

export const orderAttributes = command({
  name: 'order-attributes',
  summary: 'Put the attributes in an order: all of them, each once.',
  body: z.object({ attributes: z.array(id).max(200) }),
  answer: z.object({}),
})

export const removeAttribute = command({
  name: 'remove-attribute',
  summary:
    'Remove an attribute with what was recorded under it. `loses` is the number of participants who have a value: it must be right.',
  body: z.object({ id, loses: z.number().int().min(0) }),
  answer: z.object({ id }),
})

export const participant = z.object({
  id,
  label: z.string(),
  site: id.nullable(),
  year: yearGroup.nullable(),
  quoteConsent,
  /** Attribute id → value; what was not recorded is left out. */
  attributes: z.record(id, attributeValue),
  note: z.string(),
  enteredAt: moment,
})
export type Participant = z.infer<typeof participant>

export const listParticipants = query({
  name: 'list-participants',
  path: '/api/studies/:study/participants',
  summary: 'The participants whom I may see, by their ids.',
  params: inStudy,
  search: nothing,
  answer: z.object({ participants: z.array(participant), nextLabel: z.string() }),
})

const recorded = {
  site: id.nullable(),
  year: yearGroup.nullable(),
  quoteConsent,
  note: prose(5_000),
}

export const addParticipant = command({
  name: 'add-participant',
  summary: 'Add a participant; without a label the next free one is given.',
  body: z.object({
    id,
    label: z.string().max(20).optional(),
    site: recorded.site.default(null),
    year: recorded.year.default(null),
    quoteConsent: quoteConsent.default('not recorded'),
    note: recorded.note.default(''),
    attributes: z.record(id, attributeValue).default({}),
  }),
  answer: z.object({ id, label: z.string() }),
})

export const changeParticipant = command({
  name: 'change-participant',
  summary: 'Change what is recorded of a participant. What is left out stays; null removes.',
  body: z.object({
    id,
    label: z.string().max(20).optional(),
    site: recorded.site.optional(),
    year: recorded.year.optional(),
    quoteConsent: quoteConsent.optional(),
    note: recorded.note.optional(),
    attributes: z.record(id, attributeValue.nullable()).optional(),
  }),
  answer: z.object({ id }),
})

export const recordQuoteConsent = command({
  name: 'record-quote-consent',
  summary: 'Record for several participants at once whether they may be quoted.',
  body: z.object({ participants: z.array(id).min(1).max(2_000), quoteConsent }),
  answer: z.object({ changed: z.number().int() }),
})

export const removeParticipant = command({
  name: 'remove-participant',
  summary: 'Remove a participant on whom nothing stands yet.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

/** What a column of a spreadsheet becomes. */
export const columnMeaning = z.discriminatedUnion('to', [
  z.object({ to: z.literal('label') }),
  z.object({ to: z.literal('site') }),
  z.object({ to: z.literal('year') }),
  z.object({ to: z.literal('quote consent') }),
  z.object({ to: z.literal('note') }),
  z.object({ to: z.literal('attribute'), attribute: id }),
  z.object({ to: z.literal('new attribute'), kind: attributeKind }),
  z.object({ to: z.literal('nothing') }),
])
export type ColumnMeaning = z.infer<typeof columnMeaning>

/** One meaning for each column, from the left. */
export const columnMeanings = z.array(columnMeaning).max(150)

const meaningsInAddress = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return columnMeanings.parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'Not a JSON array of column meanings.' })
      return z.NEVER
    }
  })

export const rowOutcome = z.enum(['added', 'changed', 'unchanged', 'refused'])
export type RowOutcome = z.infer<typeof rowOutcome>

export const previewedRow = z.object({
  /** The row's number in the file, as a spreadsheet shows it: the headings are row 1. */
  number: z.number().int(),
  outcome: rowOutcome,
  label: z.string().nullable(),
  /** Why it is refused. */
  reasons: z.array(z.string()),
  /** What would change, or with what it would be added. */
  changes: z.array(z.object({ what: z.string(), from: z.string(), to: z.string() })),
})
export type PreviewedRow = z.infer<typeof previewedRow>

const cells = z.array(z.array(z.string().max(10_000)).max(150)).max(2_000)

export const previewParticipants = upload({
  name: 'preview-participants',
  path: '/api/studies/:study/participants-preview',
  summary:
    'Read a CSV or XLSX file of participants and say what each column and row would become. Nothing is written.',
  params: inStudy,
  search: z.object({
    name: line(255),
    /** JSON: what each column becomes; guessed when left out. */
    columns: meaningsInAddress.optional(),
  }),
  answer: z.object({
    format: z.enum(['csv', 'xlsx']),
    /** How the bytes were read, such as `UTF-8`; null for XLSX. */
    encoding: z.string().nullable(),
    /** What to look at twice, in sentences. */
    warnings: z.array(z.string()),
    columns: z.array(
      z.object({
        heading: z.string(),
        samples: z.array(z.string()),
        meaning: columnMeaning,
        /** Why this was guessed, where it needs a word. */
        why: z.string().nullable(),
      }),
    ),
    rows: z.array(previewedRow),
    totals: z.record(rowOutcome, z.number().int()),
    /** What `import-participants` takes. */
    cells,
  }),
})

export const importParticipants = command({
  name: 'import-participants',
  summary:
    'Add and change participants from the rows of a spreadsheet, all accepted ones in one step. Refused when the study is no longer as the preview showed it.',
  body: z.object({
    /** The import's own id: the ids of what it adds are derived from it. */
    id,
    headings: z.array(z.string().max(1_000)).max(150),
    columns: columnMeanings,
    cells,
    /** What the preview said. */
    expected: z.object({ added: z.number().int(), changed: z.number().int() }),
  }),
  answer: z.object({ totals: z.record(rowOutcome, z.number().int()) }),
})

export const exportParticipants = download({
  name: 'export-participants',
  path: '/api/studies/:study/export/participants',
  summary: 'All participants with their attributes, as CSV or XLSX, as the import reads them.',
  params: inStudy,
  search: z.object({ as: z.enum(['csv', 'xlsx']).default('csv') }),
  mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
})

export const participantEndpoints = [
  listAttributes,
  addAttribute,
  changeAttribute,
  orderAttributes,
  removeAttribute,
  listParticipants,
  addParticipant,
  changeParticipant,
  recordQuoteConsent,
  removeParticipant,
  previewParticipants,
  importParticipants,
  exportParticipants,
]
