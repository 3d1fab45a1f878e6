import type { Quote, QuoteGroup } from '@throughline/contract/coding'
import { quotedWords, type TurnOfTranscript } from '@throughline/text'
import { type RawBuilder, sql } from 'kysely'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { readWholeTexts } from '../read-quoted-words.ts'
import { type Asked, matching, matchingCounts } from './matching.ts'
import { groupOf, groupsOfPage, orderOf, writeCursor } from './order.ts'

/** Characters (UTF-16 units) of context on either side. */
const contextLength = 300

interface QuoteRow {
  id: string
  code: string
  coder: string
  at: Date
  weight: number | null
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
  group: string
  /** The keys of its order as text. */
  place: string[]
}

/** How many codings meet the conditions and from how many people, in all and in each group, in the order of the groups. */
export async function countQuotes(
  transaction: AnyTransaction,
  study: string,
  asked: Asked,
): Promise<{ total: number; people: number; groups: QuoteGroup[] }> {
  const { conditions } = asked
  const group = groupOf(conditions.by)
  const counts = matchingCounts(study, conditions)
  const hit = matching(study, asked)
  const isCountedSo = counts !== null && conditions.by === 'code'
  const codings = isCountedSo ? sql`c.codings` : counts ? sql`sum(c.codings)` : sql`count(*)`
  // Grouped by ids alone: comparing names a hundred thousand times is what takes long.
  const { rows } = await sql<QuoteGroup & { all_people: number }>`
    with ${counts ? sql`` : hit.with} person as materialized (
      select ${group.column} as id, t.participant_id, ${codings} as codings
      ${counts ?? hit.from}
      ${isCountedSo ? sql`` : sql`group by 1, 2`}),
    g as (
      select id, sum(codings)::int as codings, count(participant_id)::int as people from person group by id)
    select coalesce(g.id::text, '') as id, ${group.name} as name, g.codings, g.people,
      (select count(*)::int from (
        select distinct participant_id from person where participant_id is not null) everybody) as all_people
    from g ${group.named(study)}
    ${group.keys.length === 0 ? sql`` : sql`order by ${sql.join(group.keys.map(({ by }) => by))}`}`.execute(
    transaction,
  )
  return {
    total: rows.reduce((sum, { codings }) => sum + codings, 0),
    people: rows[0]?.all_people ?? 0,
    groups: rows.map(({ id, name, codings, people }) => ({ id, name, codings, people })),
  }
}

/**
 * A page of the codings that meet the conditions, with their words and some context.
 *
 * PostgreSQL counts code points and we count UTF-16 units: the two agree unless a text holds characters beyond the
 * basic plane, and only such texts are cut here instead of there.
 *
 * @throws Problem 422 when `after` is not the `next` of a page in this order
 */
export async function findQuotes(
  transaction: AnyTransaction,
  study: string,
  asked: Asked,
  page: Page,
): Promise<{ quotes: Quote[]; next: string | null }> {
  const { limit } = page
  const near = page.groups ? groupsOfPage(asked.conditions.by, page.groups, page) : null
  let rows = await readPage(transaction, study, asked, page, near?.within ?? null)
  // Whatever was taken away since the groups were counted is made up for.
  if (near && !near.toTheEnd && rows.length <= limit)
    rows = await readPage(transaction, study, asked, page, null)
  const shown = rows.slice(0, limit)
  const end = rows.length > limit ? shown.at(-1) : undefined
  return {
    quotes: await withWords(transaction, study, shown),
    next: end ? writeCursor(end.place) : null,
  }
}

interface Page {
  limit: number
  after?: string | undefined
  /** The groups of the whole answer, where they were counted: a page is looked for only where it can lie. */
  groups?: readonly QuoteGroup[]
}

/** One row more than the page has, which tells whether there is a next one. */
async function readPage(
  transaction: AnyTransaction,
  study: string,
  asked: Asked,
  { limit, after }: Page,
  within: RawBuilder<unknown> | null,
): Promise<QuoteRow[]> {
  const { conditions } = asked
  const order = orderOf(conditions.by, conditions.sort)
  const hit = matching(study, asked)
  const { rows } = await sql<QuoteRow>`
    with ${hit.with} hit as (
      select c.id, c.code_id, c.coder_id, c.made_at, c.weight, c.transcript_id, c.starts, c.ends, t.title, t.length,
        p.id as participant, p.label, site.name as site, p.year_group as year, p.quote_consent as consent,
        ${groupOf(conditions.by).id} as "group", ${order.place} as place,
        row_number() over (order by ${order.by}) as row
      ${hit.from} and c.id = any(array(
        select c.id ${hit.from} ${within === null ? sql`` : sql`and ${within}`}
          ${after === undefined ? sql`` : sql`and ${order.after(after)}`}
        order by ${order.by} limit ${limit + 1})))
    select h.id, h.code_id as code, h.coder_id as coder, h.made_at as at, h.weight, h.transcript_id as transcript, h.title,
      h.starts as "from", h.ends as "to",
      case when char_length(x.text) = h.length
        then substring(x.text from greatest(h.starts - ${contextLength}, 0) + 1
          for h.ends + ${contextLength} - greatest(h.starts - ${contextLength}, 0)) end as passage,
      (select starts_at from turn where turn.study_id = ${study} and turn.transcript_id = h.transcript_id
        and turn.ends > h.starts order by number limit 1) as starts_at,
      h.participant, h.label, h.site, h.year, h.consent, h."group", h.place
    from hit h
    join transcript_text x on x.study_id = ${study} and x.transcript_id = h.transcript_id
    order by h.row`.execute(transaction)
  return rows
}

async function withWords(
  transaction: AnyTransaction,
  study: string,
  rows: readonly QuoteRow[],
): Promise<Quote[]> {
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
      weight: row.weight,
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
      group: row.group,
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
