import { type QuotedWords, quotedWords, type SpeakerRole } from '@throughline/text'
import { sql } from 'kysely'
import type { AnyTransaction } from '../platform/database/database.ts'

interface CodedRange {
  coding: string
  transcript: string
  starts: number
  ends: number
  /** Cut by the database where few are asked for and its units are ours: a text without characters beyond the basic plane. */
  slice: string | null
}

interface TurnRow {
  transcript: string
  starts: number
  ends: number
  label_starts: number | null
  label_ends: number | null
  role: SpeakerRole | null
}

/** For each slice the database unpacks the whole text, so that of many quotes the text is read once and cut here. */
const fewInOneText = 10

/** What these codings quote, read from the transcripts; a coding that is not there is not in the answer. */
export async function readQuotedWords(
  transaction: AnyTransaction,
  study: string,
  codings: readonly string[],
): Promise<Map<string, QuotedWords>> {
  if (codings.length === 0) return new Map()
  const { rows: ranges } = await sql<CodedRange>`
    select c.id as coding, c.transcript_id as transcript, c.starts, c.ends,
      case when count(*) over (partition by c.transcript_id) > ${fewInOneText} then null
        when char_length(x.text) = t.length then substring(x.text from c.starts + 1 for c.ends - c.starts) end as slice
    from coding c
    join transcript t on t.study_id = ${study} and t.id = c.transcript_id
    join transcript_text x on x.study_id = ${study} and x.transcript_id = c.transcript_id and x.text is not null
    where c.study_id = ${study} and c.id = any(${codings}::uuid[])`.execute(transaction)
  const uncut = ranges.filter(({ slice }) => slice === null).map(({ transcript }) => transcript)
  const texts = await readWholeTexts(transaction, study, [...new Set(uncut)])
  const turns = await readTurns(transaction, study, [
    ...new Set(ranges.map((range) => range.transcript)),
  ])
  return new Map(
    ranges.map(({ coding, transcript, starts, ends, slice }) => {
      const text = slice ?? texts.get(transcript)?.slice(starts, ends) ?? ''
      const near = (turns.get(transcript) ?? [])
        .filter((turn) => turn.ends > starts && (turn.label_starts ?? turn.starts) < ends)
        .map((turn) => ({
          from: turn.starts - starts,
          to: turn.ends - starts,
          label:
            turn.label_starts === null || turn.label_ends === null
              ? null
              : { from: turn.label_starts - starts, to: turn.label_ends - starts },
          role: turn.role ?? 'unknown',
        }))
      return [coding, quotedWords(text, { from: 0, to: text.length }, near)]
    }),
  )
}

/** Released texts by transcript. */
export async function readWholeTexts(
  transaction: AnyTransaction,
  study: string,
  transcripts: readonly string[],
): Promise<Map<string, string>> {
  if (transcripts.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    text: string
  }>`select transcript_id as id, text from transcript_text
    where study_id = ${study} and transcript_id = any(${transcripts}::uuid[]) and text is not null`.execute(
    transaction,
  )
  return new Map(rows.map(({ id, text }) => [id, text]))
}

async function readTurns(
  transaction: AnyTransaction,
  study: string,
  transcripts: readonly string[],
): Promise<Map<string, TurnRow[]>> {
  const { rows } = await sql<TurnRow>`
    select t.transcript_id as transcript, t.starts, t.ends, t.label_starts, t.label_ends, s.role
    from turn t left join speaker s
      on s.study_id = ${study} and s.transcript_id = t.transcript_id and s.label = t.speaker
    where t.study_id = ${study} and t.transcript_id = any(${transcripts}::uuid[])
    order by t.transcript_id, t.number`.execute(transaction)
  return Map.groupBy(rows, ({ transcript }) => transcript)
}
