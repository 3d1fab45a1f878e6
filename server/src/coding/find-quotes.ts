import type { Quote, quoteConditions } from '@throughline/contract/coding'
import { quotedWords, type TurnOfTranscript } from '@throughline/text'
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { AnyTransaction } from '../platform/database/database.ts'
import { readWholeTexts } from './read-quoted-words.ts'

export type Conditions = z.output<typeof quoteConditions>

/** Characters (UTF-16 units) of context on either side. */
const contextLength = 300

interface QuoteRow {
  id: string
  code: string
  coder: string
  at: Date
  transcript: string
  title: string
  from: number
  to: number
  /** `before + text + after`, cut by the database where its units are ours. */
  passage: string | null
  starts_at: number | null
  participant: string | null
  label: string | null
  site: string | null
  year: number | null
  consent: 'yes' | 'no' | 'not recorded' | null
}

/** How many codings meet the conditions, and from how many people. */
export async function countQuotes(
  transaction: AnyTransaction,
  study: string,
  conditions: Conditions,
) {
  const { rows } = await sql<{ total: number; people: number }>`
    select count(*)::int as total, count(distinct t.participant_id)::int as people
    ${matching(study, conditions)}`.execute(transaction)
  return rows[0] ?? { total: 0, people: 0 }
}

/**
 * Codings that meet the conditions, with their words and some context.
 *
 * PostgreSQL counts code points and we count UTF-16 units: the two agree unless a text holds characters beyond the
 * basic plane, and only such texts are cut here instead of there.
 */
export async function findQuotes(
  transaction: AnyTransaction,
  study: string,
  conditions: Conditions,
  { limit, offset }: { limit: number; offset: number },
): Promise<Quote[]> {
  const { rows } = await sql<QuoteRow>`
    with hit as (
      select c.id, c.code_id, c.coder_id, c.made_at, c.transcript_id, c.starts, c.ends, t.title, t.participant_id, t.length,
        code.name as code_name
      ${matching(study, conditions)}
      order by code.position, code.name, code.id, p.label nulls last, t.title, t.id, c.starts, c.ends, c.id
      limit ${limit} offset ${offset})
    select h.id, h.code_id as code, h.coder_id as coder, h.made_at as at, h.transcript_id as transcript, h.title,
      h.starts as "from", h.ends as "to",
      case when char_length(x.text) = h.length
        then substring(x.text from greatest(h.starts - ${contextLength}, 0) + 1
          for h.ends + ${contextLength} - greatest(h.starts - ${contextLength}, 0)) end as passage,
      (select starts_at from turn where turn.study_id = ${study} and turn.transcript_id = h.transcript_id
        and turn.ends > h.starts order by number limit 1) as starts_at,
      p.id as participant, p.label, site.name as site, p.year_group as year, p.quote_consent as consent
    from hit h
    join transcript_text x on x.study_id = ${study} and x.transcript_id = h.transcript_id
    left join participant p on p.study_id = ${study} and p.id = h.participant_id
    left join site on site.study_id = ${study} and site.id = p.site_id
    join code on code.study_id = ${study} and code.id = h.code_id
    order by code.position, code.name, code.id, p.label nulls last, h.title, h.transcript_id, h.starts, h.ends, h.id`.execute(
    transaction,
  )
  const uncut = new Set(
    rows.filter(({ passage }) => passage === null).map(({ transcript }) => transcript),
  )
  const texts = await readWholeTexts(transaction, study, [...uncut])
  const cuts = await turnsWithin(transaction, study, rows)
  return rows.map((row) => {
    const start = Math.max(0, row.from - contextLength)
    const passage =
      row.passage ?? texts.get(row.transcript)?.slice(start, row.to + contextLength) ?? ''
    return {
      id: row.id,
      code: row.code,
      coder: row.coder,
      at: row.at.toISOString(),
      transcript: row.transcript,
      title: row.title,
      from: row.from,
      to: row.to,
      text: wordsIn(passage, row, start, cuts.get(row.id) ?? []),
      before: passage.slice(0, row.from - start),
      after: passage.slice(row.to - start),
      startsAt: row.starts_at,
      participant:
        row.participant === null || row.label === null
          ? null
          : {
              id: row.participant,
              label: row.label,
              site: row.site,
              year: row.year,
              consent: row.consent ?? 'not recorded',
            },
    }
  })
}

/** The words of a coding without the labels that stand between its turns. */
function wordsIn(
  passage: string,
  { from, to }: { from: number; to: number },
  start: number,
  turns: readonly TurnOfTranscript[],
): string {
  const words = passage.slice(from - start, to - start)
  return turns.length === 0 ? words : quotedWords(words, { from: 0, to: words.length }, turns).text
}

/** Turns that begin inside a coding, placed from the coding's own start: only there does a label stand in it. */
async function turnsWithin(
  transaction: AnyTransaction,
  study: string,
  rows: readonly { id: string }[],
): Promise<Map<string, TurnOfTranscript[]>> {
  const { rows: turns } = await sql<{
    coding: string
    from: number
    to: number
    label_from: number | null
    label_to: number | null
  }>`select c.id as coding, t.starts - c.starts as "from", t.ends - c.starts as "to",
      t.label_starts - c.starts as label_from, t.label_ends - c.starts as label_to
    from coding c join turn t on t.study_id = c.study_id and t.transcript_id = c.transcript_id
      and t.starts > c.starts and coalesce(t.label_starts, t.starts) < c.ends
    where c.study_id = ${study} and c.id = any(${rows.map(({ id }) => id)}::uuid[])
    order by t.number`.execute(transaction)
  const byCoding = new Map<string, TurnOfTranscript[]>()
  for (const { coding, from, to, label_from, label_to } of turns) {
    const label =
      label_from === null || label_to === null ? null : { from: label_from, to: label_to }
    byCoding.set(coding, [...(byCoding.get(coding) ?? []), { from, to, label, role: 'unknown' }])
  }
  return byCoding
}

/** `from` and `where` over codings c, transcripts t, participants p and codes. */
function matching(study: string, conditions: Conditions): RawBuilder<unknown> {
  const codes = [...conditions.any, ...conditions.all]
  const parts = [sql`c.study_id = ${study}`]
  if (conditions.any.length > 0) parts.push(sql`c.code_id = any(${conditions.any}::uuid[])`)
  else if (codes.length > 0) parts.push(sql`c.code_id = any(${codes}::uuid[])`)
  for (const code of conditions.all)
    parts.push(sql`exists (select ${overlapping(study)} and o.code_id = ${code})`)
  if (conditions.not.length > 0)
    parts.push(
      sql`not exists (select ${overlapping(study)} and o.code_id = any(${conditions.not}::uuid[]))`,
    )
  if (conditions.participants.length > 0)
    parts.push(sql`t.participant_id = any(${conditions.participants}::uuid[])`)
  if (conditions.sites.length > 0) parts.push(sql`p.site_id = any(${conditions.sites}::uuid[])`)
  if (conditions.coders.length > 0) parts.push(sql`c.coder_id = any(${conditions.coders}::text[])`)
  if (conditions.transcript) parts.push(sql`c.transcript_id = ${conditions.transcript}`)
  return sql`from coding c
    join transcript t on t.study_id = ${study} and t.id = c.transcript_id
    join code on code.study_id = ${study} and code.id = c.code_id
    left join participant p on p.study_id = ${study} and p.id = t.participant_id
    where ${sql.join(parts, sql` and `)}`
}

/** Other codings that share at least one character with c. */
function overlapping(study: string): RawBuilder<unknown> {
  return sql`from coding o where o.study_id = ${study} and o.transcript_id = c.transcript_id
    and o.starts < c.ends and o.ends > c.starts`
}
