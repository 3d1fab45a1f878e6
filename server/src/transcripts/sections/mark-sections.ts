import * as contract from '@throughline/contract/sections'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'

const may = 'import transcripts'

/** A mark as it stood, to be put back. */
const mark = z.object({
  id: z.string(),
  transcript: z.string(),
  kind: contract.sectionKind,
  question: z.number().nullable(),
  name: z.string(),
  from: z.number(),
  to: z.number(),
  by: z.string(),
  at: z.string(),
})
type Mark = z.infer<typeof mark>

function done(transcripts: readonly string[], detail: Record<string, unknown>) {
  const each = [...new Set(transcripts)]
  const [only] = each
  return {
    subject: { kind: 'transcript', id: each.length === 1 && only !== undefined ? only : null },
    detail,
    events: [{ name: 'section.changed', may: 'read transcripts', data: { transcripts: each } }],
  }
}

/** Marks sections and questions, of one transcript or of many, in one step. */
export const markSections = useCase({
  command: contract.markSections,
  may,
  sharedUndo: true,
  memory: z.object({ addedQuestions: z.array(z.number()) }),
  async run(context, { sections }) {
    const at = new Date().toISOString()
    const added = await addMissingQuestions(context, sections)
    await insertMarks(
      context,
      sections.map((section) => ({ ...section, by: context.account, at })),
    )
    return {
      ...done(
        sections.map(({ transcript }) => transcript),
        { marked: sections.length },
      ),
      answer: { marked: sections.length },
      memory: { addedQuestions: added },
    }
  },
  async undo(context, { addedQuestions }, { sections }) {
    const removed = await deleteMarks(
      context,
      sections.map(({ id }) => id),
    )
    // One that has been marked elsewhere since stays.
    await sql`delete from question where study_id = ${context.study} and number = any(${addedQuestions}::int[])
      and not exists (select from section where section.study_id = ${context.study} and section.question = question.number)`.execute(
      context.transaction,
    )
    return done(
      removed.map(({ transcript }) => transcript),
      { unmarked: removed.length },
    )
  },
})

export const removeSections = useCase({
  command: contract.removeSections,
  may,
  sharedUndo: true,
  memory: z.object({ removed: z.array(mark) }),
  async run(context, { ids }) {
    const removed = await deleteMarks(context, ids)
    return {
      ...done(
        removed.map(({ transcript }) => transcript),
        { unmarked: removed.length },
      ),
      answer: { removed: removed.length },
      memory: { removed },
    }
  },
  async undo(context, { removed }) {
    await insertMarks(context, removed)
    return done(
      removed.map(({ transcript }) => transcript),
      { marked: removed.length },
    )
  },
})

export const changeSection = useCase({
  command: contract.changeSection,
  may,
  sharedUndo: true,
  memory: z.object({ before: mark, addedQuestions: z.array(z.number()) }),
  async run(context, { id, name, question }) {
    const { transaction, study } = context
    const [before] = await readMarks(context, [id])
    if (!before) throw Problem.notFound('This mark does not exist, or no longer.')
    if (question !== undefined && before.kind !== 'question')
      throw Problem.conflict(
        'not-a-question',
        'This mark is a section and has no number. Take it away and mark a question here.',
      )
    const after = { ...before, name: name ?? before.name, question: question ?? before.question }
    const addedQuestions = await addMissingQuestions(context, [after])
    await sql`update section set name = ${after.name}, question = ${after.question}
      where study_id = ${study} and id = ${id}`.execute(transaction)
    return {
      ...done([before.transcript], {}),
      answer: { id },
      memory: { before, addedQuestions },
    }
  },
  async undo({ transaction, study }, { before, addedQuestions }, { id }) {
    await sql`update section set name = ${before.name}, question = ${before.question}
      where study_id = ${study} and id = ${id}`.execute(transaction)
    await sql`delete from question where study_id = ${study} and number = any(${addedQuestions}::int[])
      and not exists (select from section where section.study_id = ${study} and section.question = question.number)`.execute(
      transaction,
    )
    return done([before.transcript], {})
  },
})

/** A number that is marked stands in the list of questions; its first wording is how it was asked there. */
async function addMissingQuestions(
  { transaction, study, account }: StepContext,
  marks: readonly { question: number | null; name: string }[],
): Promise<number[]> {
  const wordings = new Map<number, string>()
  for (const { question, name } of marks)
    if (question !== null && !wordings.get(question)) wordings.set(question, name)
  const { rows } = await sql<{ number: number }>`
    insert into question (study_id, number, wording, by)
    select ${study}, q.number, q.wording, ${account} from jsonb_to_recordset(${JSON.stringify(
      [...wordings].map(([number, wording]) => ({ number, wording })),
    )}::jsonb) as q(number int, wording text)
    on conflict do nothing returning number`.execute(transaction)
  return rows.map(({ number }) => number)
}

async function insertMarks(
  { transaction, study }: StepContext,
  marks: readonly Mark[],
): Promise<void> {
  await sql`insert into section (study_id, transcript_id, id, kind, question, name, starts, ends, by, at)
    select ${study}, m.transcript, m.id, m.kind, m.question, m.name, m."from", m."to", m.by, m.at
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m(transcript uuid, id uuid, kind text, question int,
      name text, "from" int, "to" int, by text, at timestamptz)`.execute(transaction)
}

async function readMarks(
  { transaction, study }: StepContext,
  ids: readonly string[],
): Promise<Mark[]> {
  const { rows } = await sql<Omit<Mark, 'at'> & { at: Date }>`
    select id, transcript_id as transcript, kind, question, name, starts as "from", ends as "to", by, at from section
    where study_id = ${study} and id = any(${ids}::uuid[]) for update`.execute(transaction)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

async function deleteMarks(context: StepContext, ids: readonly string[]): Promise<Mark[]> {
  const marks = await readMarks(context, ids)
  await sql`delete from section where study_id = ${context.study} and id = any(${ids}::uuid[])`.execute(
    context.transaction,
  )
  return marks
}
