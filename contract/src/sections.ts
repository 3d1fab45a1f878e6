import { z } from 'zod'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment } from './platform.ts'

const offset = z.number().int().min(0)

export const sectionKind = z.enum(['section', 'question'])
export type SectionKind = z.infer<typeof sectionKind>

/** The number under which the study's guide asks it. */
export const questionNumber = z.number().int().min(1).max(999)

/** A question of the study: its number, and how it is worded. */
export const question = z.object({ number: questionNumber, wording: z.string().trim().max(1_000) })
export type Question = z.infer<typeof question>

/**
 * A mark on a transcript: here a section begins, or a question is asked. `from` and `to` are the marked words in
 * UTF-16 code units, end exclusive; it reaches to the next mark of its kind, or to the end of the text.
 */
export const section = z.object({
  id,
  transcript: id,
  kind: sectionKind,
  /** The number of the question; null of a section. */
  question: questionNumber.nullable(),
  /** What the section is called, or how the question was asked here; of a question it may be empty. */
  name: z.string(),
  from: offset,
  to: offset,
  /** Where it ends: what stands from `from` to here was said in it. */
  reaches: offset,
  by: z.string(),
  at: moment,
})
export type Section = z.infer<typeof section>

export const listSections = query({
  name: 'list-sections',
  path: '/api/studies/:study/sections',
  summary: 'Sections and questions marked on one transcript, or on all, in the order of the text.',
  params: inStudy,
  search: z.object({ transcript: id.optional() }),
  answer: z.object({ sections: z.array(section) }),
})

export const listQuestions = query({
  name: 'list-questions',
  path: '/api/studies/:study/questions',
  summary:
    'The questions of the study, with how often and in how many transcripts they are marked.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    questions: z.array(question.extend({ marks: z.number().int(), transcripts: z.number().int() })),
  }),
})

/** Where marks could be made: lines that begin so, headings, or turns in which a question of the list is asked. */
export const markSearch = z.enum(['lines', 'headings', 'questions'])
export type MarkSearch = z.infer<typeof markSearch>

export const foundMark = z.object({
  transcript: id,
  kind: sectionKind,
  question: questionNumber.nullable(),
  name: z.string(),
  from: offset,
  to: offset,
  /** Its words, up to 300 characters. */
  words: z.string(),
  /** Whether a mark begins there already. */
  marked: z.boolean(),
})
export type FoundMark = z.infer<typeof foundMark>

export const findMarks = query({
  name: 'find-marks',
  path: '/api/studies/:study/marks-found',
  summary:
    'Places in released transcripts where a section or a question could be marked. In `pattern`, {number} is a number and {name} some words; nothing else in it has a meaning of its own.',
  params: inStudy,
  search: z.object({
    by: markSearch,
    pattern: z.string().max(200).default(''),
    transcript: id.optional(),
    folder: id.optional(),
  }),
  answer: z.object({
    found: z.array(foundMark),
    /** How many transcripts were searched. */
    searched: z.number().int(),
    /** Whether there is more than one step can mark; then only the first are given. */
    more: z.boolean(),
  }),
})

export const setQuestions = command({
  name: 'set-questions',
  summary:
    'Set the list of the study’s questions. Refused where a question that is marked would go.',
  body: z.object({
    questions: z
      .array(question)
      .max(200)
      .refine((all) => new Set(all.map(({ number }) => number)).size === all.length, {
        message: 'two questions have the same number',
      }),
  }),
  answer: z.object({ questions: z.number().int() }),
})

/** At most so many marks in one step. */
export const mostMarks = 5_000

/** One mark to be made. The number of a question that the study has not yet is added to its questions. */
export const newSection = z
  .object({
    id,
    transcript: id,
    kind: sectionKind,
    question: questionNumber.nullable().default(null),
    name: z.string().trim().max(300),
    from: offset,
    to: offset,
  })
  .refine(({ from, to }) => from < to, { message: 'nothing is marked' })
  .refine(({ kind, question: number }) => (kind === 'question') === (number !== null), {
    message: 'a question has a number, a section has none',
  })
  .refine(({ kind, name }) => kind === 'question' || name !== '', {
    message: 'a section has a name',
  })
export type NewSection = z.input<typeof newSection>

export const markSections = command({
  name: 'mark-sections',
  summary: 'Mark where sections begin and questions are asked, in one step.',
  body: z.object({ sections: z.array(newSection).min(1).max(mostMarks) }),
  answer: z.object({ marked: z.number().int() }),
})

export const changeSection = command({
  name: 'change-section',
  summary: 'Rename a section, or say which question was asked here.',
  body: z.object({ id, name: line(300).optional(), question: questionNumber.optional() }),
  answer: z.object({ id }),
})

export const removeSections = command({
  name: 'remove-sections',
  summary: 'Take marks of sections and questions away, in one step.',
  body: z.object({ ids: z.array(id).min(1).max(mostMarks) }),
  answer: z.object({ removed: z.number().int() }),
})
