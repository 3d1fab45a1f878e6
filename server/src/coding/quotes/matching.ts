import type { AttributeCondition, quoteConditions } from '@throughline/contract/coding'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { withinSections } from '../../transcripts/index.ts'
import { readStretches, stretchTable } from './near.ts'

export type Conditions = z.output<typeof quoteConditions>

/** Conditions, with what had to be read before they can be held against codings. */
export interface Asked {
  conditions: Conditions
  stretches: Awaited<ReturnType<typeof readStretches>>
}

/** Makes conditions ready: once for all that is asked under them. */
export async function ask(
  transaction: AnyTransaction,
  study: string,
  conditions: Conditions,
): Promise<Asked> {
  return { conditions, stretches: await readStretches(transaction, study, conditions) }
}

/**
 * What a query over the codings that meet conditions is made of: `with` stands before its `select`, `from` holds its
 * joins and its `where`, over codings c, transcripts t, participants p, sites and codes.
 */
export function matching(
  study: string,
  { conditions, stretches }: Asked,
): { with: RawBuilder<unknown>; from: RawBuilder<unknown> } {
  const parts = [
    sql`c.study_id = ${study}`,
    ...onCodes(study, conditions),
    ...onPeople(conditions),
    ...onCoding(conditions),
  ]
  const said = withinSections(study, 'c', conditions)
  if (said) parts.push(said)
  return {
    with: stretchTable(stretches),
    from: sql`from coding c
      join transcript t on t.study_id = ${study} and t.id = c.transcript_id
      join code on code.study_id = ${study} and code.id = c.code_id
      left join participant p on p.study_id = ${study} and p.id = t.participant_id
      left join site on site.study_id = ${study} and site.id = p.site_id
      left join member on member.study_id = ${study} and member.account_id = c.coder_id
      where ${sql.join(parts, sql` and `)}`,
  }
}

/**
 * The same from the counts that are kept of each code and participant, where they answer the question: nothing is asked of
 * single codings. Null where something is.
 */
export function matchingCounts(study: string, conditions: Conditions): RawBuilder<unknown> | null {
  const { all, not, overlapping, inside, near } = conditions
  const asksOfCodings =
    [...all, ...not, ...overlapping, ...inside, ...near].length > 0 ||
    [...onCoding(conditions)].length > 0 ||
    withinSections(study, 'c', conditions) !== null ||
    conditions.by === 'coder'
  if (asksOfCodings) return null
  const parts = [
    sql`c.study_id = ${study}`,
    sql`c.codings > 0`,
    ...onCodes(study, conditions),
    ...onPeople(conditions),
  ]
  return sql`from code_count c
    cross join lateral (select nullif(c.participant_id, ${nobody}::uuid) as participant_id) t
    join code on code.study_id = ${study} and code.id = c.code_id
    left join participant p on p.study_id = ${study} and p.id = t.participant_id
    left join site on site.study_id = ${study} and site.id = p.site_id
    where ${sql.join(parts, sql` and `)}`
}

const nobody = sql.lit('00000000-0000-0000-0000-000000000000')

function* onCodes(
  study: string,
  { any, all, not, overlapping, inside, near }: Conditions,
): Generator<RawBuilder<unknown>> {
  const itself = any.length > 0 ? any : all
  if (itself.length > 0) yield sql`c.code_id = any(${itself}::uuid[])`
  for (const code of all) yield sql`exists (select ${overlaps(study)} and o.code_id = ${code})`
  if (not.length > 0)
    yield sql`not exists (select ${overlaps(study)} and o.code_id = any(${not}::uuid[]))`
  if (overlapping.length > 0)
    yield sql`exists (select ${overlaps(study)} and o.id <> c.id and o.code_id = any(${overlapping}::uuid[]))`
  if (inside.length > 0)
    yield sql`exists (select ${overlaps(study)} and o.id <> c.id and o.code_id = any(${inside}::uuid[])
      and o.starts <= c.starts and o.ends >= c.ends)`
  if (near.length > 0)
    yield sql`exists (select from near_stretch near where near.transcript_id = c.transcript_id
      and near.coding <> c.id and near.starts < c.ends and near.ends > c.starts)`
}

function* onPeople({
  participants,
  sites,
  years,
  attributes,
}: Conditions): Generator<RawBuilder<unknown>> {
  if (participants.length > 0) yield sql`t.participant_id = any(${participants}::uuid[])`
  if (sites.length > 0) yield sql`p.site_id = any(${sites}::uuid[])`
  if (years.length > 0) yield sql`p.year_group = any(${years}::int[])`
  for (const attribute of attributes) yield* onAttribute(attribute)
}

function* onAttribute({
  attribute,
  is,
  from,
  to,
}: AttributeCondition): Generator<RawBuilder<unknown>> {
  const value = sql`p.attributes -> ${attribute}::text`
  const text = sql`p.attributes ->> ${attribute}::text`
  if (is.length > 0)
    yield sql`case jsonb_typeof(${value}) when 'array' then ${value} ?| ${is}::text[]
      else ${text} = any(${is}::text[]) end`
  for (const [bound, compared] of [
    [from, sql`>=`],
    [to, sql`<=`],
  ] as const) {
    if (typeof bound === 'number')
      yield sql`case jsonb_typeof(${value}) when 'number' then (${text})::numeric ${compared} ${bound}::numeric
        else false end`
    // dates of ISO 8601 are in the order of their letters
    else if (bound !== undefined) yield sql`(${text}) collate "C" ${compared} ${bound}`
  }
}

function* onCoding({
  coders,
  transcript,
  since,
  until,
  lightest,
  heaviest,
}: Conditions): Generator<RawBuilder<unknown>> {
  if (coders.length > 0) yield sql`c.coder_id = any(${coders}::text[])`
  if (transcript) yield sql`c.transcript_id = ${transcript}`
  if (since) yield sql`c.made_at >= ${since}::timestamp at time zone 'UTC'`
  if (until) yield sql`c.made_at < (${until}::timestamp + interval '1 day') at time zone 'UTC'`
  if (lightest !== undefined) yield sql`c.weight >= ${lightest}`
  if (heaviest !== undefined) yield sql`c.weight <= ${heaviest}`
}

/** Other codings that share at least one character with c. */
function overlaps(study: string): RawBuilder<unknown> {
  return sql`from coding o where o.study_id = ${study} and o.transcript_id = c.transcript_id
    and o.starts < c.ends and o.ends > c.starts`
}
