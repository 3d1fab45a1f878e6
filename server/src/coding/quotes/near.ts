import { reachOfWords, type Range } from '@throughline/text'
import { type RawBuilder, sql } from 'kysely'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { readWholeTexts } from '../read-quoted-words.ts'
import type { Conditions } from './matching.ts'

/** The stretch around a coding in which others stand near it: what shares a character with it is near. */
interface Stretch {
  coding: string
  transcript: string
  starts: number
  ends: number
}

/** The stretches around codings of the wanted codes, found once for an answer; null where nothing near is asked. */
export async function readStretches(
  transaction: AnyTransaction,
  study: string,
  { near, within, unit }: Conditions,
): Promise<Stretch[] | null> {
  if (near.length === 0) return null
  return unit === 'turns'
    ? stretchesOfTurns(transaction, study, near, within)
    : stretchesOfWords(transaction, study, near, within)
}

/** The stretches as the rows of a query, to stand before its `select`. */
export function stretchTable(stretches: readonly Stretch[] | null): RawBuilder<unknown> {
  if (stretches === null) return sql``
  return sql`near_stretch (coding, transcript_id, starts, ends) as materialized (
    select * from unnest(${stretches.map(({ coding }) => coding)}::uuid[],
      ${stretches.map(({ transcript }) => transcript)}::uuid[],
      ${stretches.map(({ starts }) => starts)}::int[], ${stretches.map(({ ends }) => ends)}::int[])),`
}

async function stretchesOfTurns(
  transaction: AnyTransaction,
  study: string,
  codes: readonly string[],
  within: number,
): Promise<Stretch[]> {
  const turns = sql`from turn where turn.study_id = ${study} and turn.transcript_id = o.transcript_id`
  const { rows } = await sql<Stretch>`
    select o.id as coding, o.transcript_id as transcript,
      least(o.starts, coalesce((select turn.starts ${turns} and turn.number <= touched.first
        order by turn.number desc offset ${within} limit 1), 0)) as starts,
      greatest(o.ends, coalesce((select turn.ends ${turns} and turn.number >= touched.last
        order by turn.number offset ${within} limit 1), 2147483647)) as ends
    from coding o cross join lateral (
      select coalesce(min(turn.number) filter (where turn.ends > o.starts), max(turn.number)) as first,
        coalesce(max(turn.number) filter (where turn.starts < o.ends), min(turn.number)) as last ${turns}) touched
    where o.study_id = ${study} and o.code_id = any(${codes}::uuid[])`.execute(transaction)
  return rows
}

/** Texts in memory at a time. */
const batch = 20

async function stretchesOfWords(
  transaction: AnyTransaction,
  study: string,
  codes: readonly string[],
  within: number,
): Promise<Stretch[]> {
  const { rows } = await sql<Stretch>`
    select id as coding, transcript_id as transcript, starts, ends from coding
    where study_id = ${study} and code_id = any(${codes}::uuid[])`.execute(transaction)
  const byTranscript = [...Map.groupBy(rows, ({ transcript }) => transcript)]
  const stretches: Stretch[] = []
  for (let first = 0; first < byTranscript.length; first += batch) {
    const some = byTranscript.slice(first, first + batch)
    const ids = some.map(([transcript]) => transcript)
    const texts = await readWholeTexts(transaction, study, ids)
    const labels = await readLabels(transaction, study, ids)
    for (const [transcript, codings] of some) {
      const text = texts.get(transcript) ?? ''
      const unsaid = labels.get(transcript) ?? []
      for (const { coding, starts, ends } of codings) {
        const reach = reachOfWords(text, { from: starts, to: ends }, within, unsaid)
        stretches.push({ coding, transcript, starts: reach.from, ends: reach.to })
      }
    }
  }
  return stretches
}

/** Where the names of speakers stand, in the order of the text. */
async function readLabels(
  transaction: AnyTransaction,
  study: string,
  transcripts: readonly string[],
): Promise<Map<string, Range[]>> {
  const { rows } = await sql<Range & { transcript: string }>`
    select transcript_id as transcript, label_starts as "from", label_ends as "to" from turn
    where study_id = ${study} and transcript_id = any(${transcripts}::uuid[])
      and label_starts is not null and label_ends is not null
    order by transcript_id, number`.execute(transaction)
  return Map.groupBy(rows, ({ transcript }) => transcript)
}
