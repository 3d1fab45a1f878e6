import type { Range } from '@throughline/text'
import { sql } from 'kysely'
import type { StepContext } from '../platform/commands/step.ts'
import type { Cut, HeldRange, WordsHolder } from '../transcripts/index.ts'

/**
 * Codings go with their words when transcripts are merged or split, whoever made them: functions of the database move
 * them, for a coding is otherwise its coder's alone. One across a border is made one for each part, with all that
 * stands on it.
 */
export const codingsOnWords: WordsHolder = {
  async count(transaction, study) {
    const { rows } = await sql<{ transcript: string; codings: number }>`
      select transcript_id as transcript, codings from transcript_count
      where study_id = ${study} and codings > 0`.execute(transaction)
    return new Map(rows.map(({ transcript, codings }) => [transcript, codings]))
  },
  async outside(transaction, study, transcript, pieces) {
    const { rows } = await sql<HeldRange>`
      select c.id, c.starts as "from", c.ends as "to", code.name as about
      from coding c join code on code.study_id = c.study_id and code.id = c.code_id
      where c.study_id = ${study} and c.transcript_id = ${transcript} and not exists (
        select from jsonb_to_recordset(${json(pieces)}::jsonb) as p("from" int, "to" int)
        where p."from" <= c.starts and c.ends <= p."to")
      order by c.starts, c.ends, c.id`.execute(transaction)
    return rows
  },
  async cut({ transaction }, cuts) {
    if (cuts.length > 0) await sql`select cut_codings(${json(cuts)}::jsonb)`.execute(transaction)
  },
  async unite({ transaction }, cuts) {
    if (cuts.length > 0) await sql`select unite_codings(${json(cuts)}::jsonb)`.execute(transaction)
  },
  async carry({ transaction }: StepContext, transcript, pieces) {
    await sql`select carry_codings(${transcript}, ${json(pieces)}::jsonb)`.execute(transaction)
  },
  carriedTo: (transcripts) => [
    { name: 'codings.carried', may: 'read transcripts', data: { transcripts: [...transcripts] } },
  ],
}

const json = (value: readonly (Cut | Range)[]) => JSON.stringify(value)
