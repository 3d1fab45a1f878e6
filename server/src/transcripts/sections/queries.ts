import type { Question, Section } from '@throughline/contract/sections'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AnyTransaction } from '../../platform/database/database.ts'

/** The marks on one transcript, or on all of the study (`transcript` null), in the order of the texts. */
export async function listSections(
  transaction: AnyTransaction,
  study: string,
  transcript: string | null,
): Promise<Section[]> {
  const { rows } = await sql<Omit<Section, 'at'> & { at: Date }>`
    select id, transcript_id as transcript, kind, question, name, starts as "from", ends as "to", reaches, by, at
    from section_reach
    where study_id = ${study} and (${transcript}::uuid is null or transcript_id = ${transcript})
    order by transcript_id, starts, kind`.execute(transaction)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** The questions of the study by number, with how often they are marked. */
export async function listQuestions(
  transaction: AnyTransaction,
  study: string,
): Promise<(Question & { marks: number; transcripts: number })[]> {
  const { rows } = await sql<Question & { marks: number; transcripts: number }>`
    select number, wording, count(section.id)::int as marks, count(distinct section.transcript_id)::int as transcripts
    from question left join section on section.study_id = question.study_id and section.question = question.number
    where question.study_id = ${study} group by number, wording order by number`.execute(
    transaction,
  )
  return rows
}

/** What was said to these questions, or in sections of these names. */
export interface SectionConditions {
  questions: readonly number[]
  sections: readonly string[]
}

/**
 * A condition for a later room's query over ranges of transcripts: that a row of its table `alias`, with the columns
 * `transcript_id`, `starts` and `ends`, shares at least one character with what was said in one of these. Null where
 * nothing is asked.
 */
export function withinSections(
  study: string,
  alias: string,
  { questions, sections }: SectionConditions,
): RawBuilder<SqlBool> | null {
  if (questions.length === 0 && sections.length === 0) return null
  const range = sql.table(alias)
  return sql<SqlBool>`exists (select from section_reach within
    where within.study_id = ${study} and within.transcript_id = ${range}.transcript_id
      and (within.question = any(${questions}::int[])
        or (within.kind = 'section' and within.name = any(${sections}::text[])))
      and within.starts < ${range}.ends and within.reaches > ${range}.starts)`
}
