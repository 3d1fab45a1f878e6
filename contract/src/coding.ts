import { z } from 'zod'
import { command, download, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'
import { docxType, spreadsheetTypes } from './quotes.ts'
import { railCount, waitingList } from './study.ts'

export * from './quotes.ts'

/** A character offset: UTF-16 code units from the start of the transcript's text. */
const offset = z.number().int().min(0).max(100_000_000)
/** One of the twelve colours of the design (--c1 … --c12). */
export const colour = z.number().int().min(1).max(12)

export const code = z.object({
  id,
  parent: id.nullable(),
  /** Order among the codes of one parent. */
  position: z.number(),
  name: z.string(),
  colour,
  definition: z.string(),
  whenToUse: z.string(),
  whenNotToUse: z.string(),
  example: z.string(),
  retired: z.boolean(),
  codings: z.number().int(),
  people: z.number().int(),
})
export type Code = z.infer<typeof code>

export const listCodes = query({
  name: 'list-codes',
  path: '/api/studies/:study/codes',
  summary:
    'The code list with its version, retired codes included, with counts of codings and people.',
  params: inStudy,
  search: nothing,
  answer: z.object({ version: z.number().int(), codes: z.array(code) }),
})

export const codeChange = z.object({
  version: z.number().int(),
  code: id,
  what: z.enum([
    'added',
    'changed',
    'moved',
    'retired',
    'brought back',
    'merged',
    'split',
    'undone',
  ]),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string(),
  by: z.string(),
  at: moment,
  /** The step that made it: what `undo` takes back. */
  step: id,
  undoable: z.boolean(),
})
export type CodeChange = z.infer<typeof codeChange>

export const listCodeChanges = query({
  name: 'list-code-changes',
  path: '/api/studies/:study/code-changes',
  summary: 'The history of the code list, or of one code, newest first.',
  params: inStudy,
  search: z.object({
    code: id.optional(),
    before: z.coerce.number().int().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ changes: z.array(codeChange) }),
})

export const codeUses = query({
  name: 'code-uses',
  path: '/api/studies/:study/codes/:code/uses',
  summary:
    'Where a code is used: the transcripts with its codings, and the codes whose codings overlap with them, most first.',
  params: inStudy.extend({ code: id }),
  search: nothing,
  answer: z.object({
    transcripts: z.array(
      z.object({
        id,
        title: z.string(),
        participant: z.string().nullable(),
        codings: z.number().int(),
      }),
    ),
    /** Up to twenty; `codings` are those of this code that another one overlaps. */
    neighbours: z.array(z.object({ code: id, codings: z.number().int() })),
  }),
})
export type CodeUses = z.infer<typeof codeUses.answer>

const describedCode = {
  definition: prose(10_000).optional(),
  whenToUse: prose(10_000).optional(),
  whenNotToUse: prose(10_000).optional(),
  example: prose(10_000).optional(),
}
const reason = prose(2_000).default('')

/** A code as somebody makes it; without a colour it gets the one that is used least. */
export const newCode = z.object({
  id,
  name: line(200),
  parent: id.nullable().default(null),
  colour: colour.optional(),
  position: z.number().min(-1e12).max(1e12).optional(),
  ...describedCode,
})

export const addCode = command({
  name: 'add-code',
  summary: 'Add a code to the code list.',
  body: newCode.extend({ reason }),
  answer: z.object({ id }),
})

export const changeCode = command({
  name: 'change-code',
  summary: 'Rename or recolour a code, or change what it means.',
  body: z.object({
    id,
    name: line(200).optional(),
    colour: colour.optional(),
    ...describedCode,
    reason,
  }),
  answer: z.object({ id }),
})

export const moveCode = command({
  name: 'move-code',
  summary: 'Move a code under another one or to another place among its neighbours.',
  body: z.object({ id, parent: id.nullable(), position: z.number().min(-1e12).max(1e12), reason }),
  answer: z.object({ id }),
})

export const retireCode = command({
  name: 'retire-code',
  summary: 'Retire a code: its codings stay, new ones are not made.',
  body: z.object({ id, reason }),
  answer: z.object({ id }),
})

export const bringBackCode = command({
  name: 'bring-back-code',
  summary: 'Bring a retired code back.',
  body: z.object({ id, reason }),
  answer: z.object({ id }),
})

/** A step of a study's scale of weights. */
const weight = z.number().int().min(-100).max(100)

/** How much a coding weighs, for studies that say so: whole steps, of which some or all have a name. */
export const weightScale = z
  .object({
    /** What is weighed: “Strength”. */
    name: line(100),
    lowest: weight,
    highest: weight,
    labels: z.array(z.object({ step: weight, name: line(60) })).max(201),
  })
  .refine(({ lowest, highest }) => lowest < highest, {
    path: ['highest'],
    message: 'The highest step must be above the lowest.',
  })
  .refine(
    ({ lowest, highest, labels }) =>
      labels.every(({ step }) => step >= lowest && step <= highest) &&
      new Set(labels.map(({ step }) => step)).size === labels.length,
    { path: ['labels'], message: 'Name each step of the scale once, and no other.' },
  )
export type WeightScale = z.infer<typeof weightScale>

export const getWeightScale = query({
  name: 'get-weight-scale',
  path: '/api/studies/:study/weight-scale',
  summary: 'The scale on which codings are weighed; null where the study weighs none.',
  params: inStudy,
  search: nothing,
  answer: z.object({ scale: weightScale.nullable() }),
})

export const setWeightScale = command({
  name: 'set-weight-scale',
  summary:
    'Set the scale on which codings are weighed, or weigh them no longer (null): weights that were given stay, unseen.',
  body: z.object({ scale: weightScale.nullable() }),
  answer: z.object({}),
})

export const coding = z.object({
  id,
  code: id,
  coder: z.string(),
  from: offset,
  to: offset,
  at: moment,
  /** A step of the study's scale, if its coder gave one. */
  weight: z.number().int().nullable(),
  /** What its coder says about it; may be empty. */
  comment: z.string(),
})
export type Coding = z.infer<typeof coding>

export const listCodings = query({
  name: 'list-codings',
  path: '/api/studies/:study/transcripts/:transcript/codings',
  summary: 'All codings of one transcript, in the order of the text.',
  params: inStudy.extend({ transcript: id }),
  search: nothing,
  answer: z.object({ codings: z.array(coding) }),
})

export const addCoding = command({
  name: 'add-coding',
  summary:
    'Put a code on a range of a released transcript; a new code can be made in the same step.',
  body: z.object({
    id,
    transcript: id,
    code: id,
    from: offset,
    to: offset,
    /** Made first, in the same step; its id is `code`. */
    newCode: newCode.omit({ id: true }).optional(),
  }),
  answer: z.object({ id }),
})

export const changeCoding = command({
  name: 'change-coding',
  summary:
    'Move the edges of one’s own coding, change its code or weight, or comment on it. What is left out stays.',
  body: z.object({
    id,
    from: offset.optional(),
    to: offset.optional(),
    code: id.optional(),
    weight: weight.nullable().optional(),
    comment: prose(5_000).optional(),
  }),
  answer: z.object({ id }),
})

export const removeCoding = command({
  name: 'remove-coding',
  summary: 'Take a coding away.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const exportCodings = download({
  name: 'export-codings',
  path: '/api/studies/:study/export/codings',
  summary: 'All codings with their places; words only where there is consent to be quoted.',
  params: inStudy,
  search: z.object({ as: z.enum(['csv', 'xlsx']).default('csv') }),
  mediaTypes: [...spreadsheetTypes],
})

export const exportCodes = download({
  name: 'export-codes',
  path: '/api/studies/:study/export/codes',
  summary:
    'The code list with definitions and counts; as DOCX a code book with example quotes of people who consented.',
  params: inStudy,
  search: z.object({ as: z.enum(['csv', 'xlsx', 'docx']).default('csv') }),
  mediaTypes: [...spreadsheetTypes, docxType],
})

export const strip = z.object({
  transcript: id,
  title: z.string(),
  participant: z.string().nullable(),
  length: z.number().int(),
  codings: z.number().int(),
  /** Start, end (UTF-16 units) and colour of merged stretches of one colour. */
  stretches: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
})

export const codingStrips = query({
  name: 'coding-strips',
  path: '/api/studies/:study/coding-strips',
  summary: 'Where the transcripts are coded: a strip each.',
  params: inStudy,
  search: nothing,
  answer: z.object({ strips: z.array(strip) }),
})

export const countCodings = query({
  name: 'count-codings',
  path: '/api/studies/:study/counts/coding',
  summary: 'How far coding has come.',
  params: inStudy,
  search: nothing,
  answer: railCount,
})

export const waitingCoding = query({
  name: 'waiting-coding',
  path: '/api/studies/:study/waiting/coding',
  summary: 'What waits for me to be coded.',
  params: inStudy,
  search: nothing,
  answer: waitingList,
})
