import * as contract from '@throughline/contract/sections'
import type { Question } from '@throughline/contract/sections'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { listQuestions } from './queries.ts'
import { refuseQuestions } from './rules.ts'

const done = {
  subject: { kind: 'questions', id: null },
  events: [{ name: 'question.changed', may: 'read transcripts', data: {} }],
}

/** The whole list at once: a guide is thought of as one. */
export const setQuestions = useCase({
  command: contract.setQuestions,
  may: 'import transcripts',
  sharedUndo: true,
  memory: z.object({ before: z.array(contract.question) }),
  async run(context, { questions }) {
    const before = await replaceQuestions(context, questions)
    return { ...done, answer: { questions: questions.length }, memory: { before } }
  },
  async undo(context, { before }) {
    await replaceQuestions(context, before)
    return done
  },
})

async function replaceQuestions(
  { transaction, study, account }: StepContext,
  after: readonly Question[],
): Promise<Question[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${study} questions`}, 0))`.execute(
    transaction,
  )
  const before = await listQuestions(transaction, study)
  const refused = refuseQuestions(before, after)
  if (refused !== null) throw Problem.conflict('question-in-use', refused)
  await sql`delete from question where study_id = ${study}
    and number <> all(${after.map(({ number }) => number)}::int[])`.execute(transaction)
  await sql`insert into question (study_id, number, wording, by)
    select ${study}, q.number, q.wording, ${account}
    from jsonb_to_recordset(${JSON.stringify(after)}::jsonb) as q(number int, wording text)
    on conflict (study_id, number) do update set wording = excluded.wording, by = excluded.by, at = now()
      where question.wording <> excluded.wording`.execute(transaction)
  return before.map(({ number, wording }) => ({ number, wording }))
}
