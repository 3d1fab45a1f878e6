import type { QuoteGrouping, QuoteSorting } from '@throughline/contract/coding'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'

/** One key of the order: never null, ascending. */
interface Key {
  by: RawBuilder<unknown>
  type: keyof typeof written
}

/** How the database writes a key as text; a page may only be asked for after keys that are written so. */
const written = {
  boolean: z.enum(['true', 'false']),
  integer: z.string().regex(/^-?\d{1,9}$/),
  'double precision': z.string().regex(/^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/),
  numeric: z.string().regex(/^-?\d{1,20}(\.\d{1,20})?$/),
  text: z.string().refine((text) => !text.includes('\u0000')),
  uuid: z.uuid(),
}

const nobodyId = '00000000-0000-0000-0000-000000000000'
const nobody = sql.lit(nobodyId)
const person: Key[] = [
  { by: sql`p.label is null`, type: 'boolean' },
  { by: sql`coalesce(p.label, '')`, type: 'text' },
]

const groupings: Record<
  QuoteGrouping,
  {
    id: RawBuilder<string>
    name: RawBuilder<string | null>
    /** The last of them tells one group from another. */
    keys: Key[]
    /** The same as `id`, as the table holds it; null where it holds none. */
    column: RawBuilder<unknown>
    /** What names a group g by its column. */
    named: (study: string) => RawBuilder<unknown>
    type: 'uuid' | 'integer' | 'text'
    /** What the last key is for those without a group. */
    none: string | null
  } | null
> = {
  code: {
    id: sql`code.id::text`,
    name: sql`code.name`,
    keys: [
      { by: sql`code.position`, type: 'double precision' },
      { by: sql`code.name`, type: 'text' },
      { by: sql`code.id`, type: 'uuid' },
    ],
    column: sql`c.code_id`,
    named: (study) => sql`join code on code.study_id = ${study} and code.id = g.id`,
    type: 'uuid',
    none: null,
  },
  participant: {
    id: sql`coalesce(p.id::text, '')`,
    name: sql`p.label`,
    keys: [...person, { by: sql`coalesce(p.id, ${nobody}::uuid)`, type: 'uuid' }],
    column: sql`t.participant_id`,
    named: (study) => sql`left join participant p on p.study_id = ${study} and p.id = g.id`,
    type: 'uuid',
    none: nobodyId,
  },
  site: {
    id: sql`coalesce(site.id::text, '')`,
    name: sql`site.name`,
    keys: [
      { by: sql`site.id is null`, type: 'boolean' },
      { by: sql`coalesce(site.name, '')`, type: 'text' },
      { by: sql`coalesce(site.id, ${nobody}::uuid)`, type: 'uuid' },
    ],
    column: sql`p.site_id`,
    named: (study) => sql`left join site on site.study_id = ${study} and site.id = g.id`,
    type: 'uuid',
    none: nobodyId,
  },
  year: {
    id: sql`coalesce(p.year_group::text, '')`,
    name: sql`p.year_group::text`,
    keys: [{ by: sql`coalesce(p.year_group, 1000)`, type: 'integer' }],
    column: sql`p.year_group`,
    named: () => sql`cross join lateral (select g.id as year_group) p`,
    type: 'integer',
    none: '1000',
  },
  coder: {
    id: sql`c.coder_id`,
    name: sql`member.initials`,
    keys: [
      { by: sql`coalesce(member.initials, '')`, type: 'text' },
      { by: sql`c.coder_id`, type: 'text' },
    ],
    column: sql`c.coder_id`,
    named: (study) => sql`cross join lateral (select g.id as coder_id) c
      left join member on member.study_id = ${study} and member.account_id = g.id`,
    type: 'text',
    none: null,
  },
  nothing: null,
}

const last: Key = { by: sql`c.id`, type: 'uuid' }
const sortings: Record<QuoteSorting, Key[]> = {
  place: [
    ...person,
    { by: sql`t.title`, type: 'text' },
    { by: sql`t.id`, type: 'uuid' },
    { by: sql`c.starts`, type: 'integer' },
    { by: sql`c.ends`, type: 'integer' },
    last,
  ],
  newest: [{ by: sql`-extract(epoch from c.made_at)`, type: 'numeric' }, last],
  oldest: [{ by: sql`extract(epoch from c.made_at)`, type: 'numeric' }, last],
  heaviest: [{ by: sql`coalesce(-c.weight, 1000)`, type: 'integer' }, last],
}

/** How quotes are grouped: what a group’s id and name are, what it is grouped by, and the order of groups. */
export function groupOf(by: QuoteGrouping) {
  return (
    groupings[by] ?? {
      id: sql<string>`''`,
      name: sql<string | null>`null::text`,
      keys: [],
      column: sql`null::text`,
      named: () => sql``,
    }
  )
}

/**
 * The groups in which a page lies, the first of them the one in which the page before it ended, so that only they are
 * sorted for it. Null where it may lie in all.
 *
 * @param groups with their counts, in the order of the whole answer
 */
export function groupsOfPage(
  by: QuoteGrouping,
  groups: readonly { id: string; codings: number }[],
  { limit, after }: { limit: number; after?: string | undefined },
): { within: RawBuilder<unknown>; toTheEnd: boolean } | null {
  const grouping = groupings[by]
  if (!grouping) return null
  const ended = after === undefined ? null : groupIn(after, grouping)
  const first = ended === null ? 0 : groups.findIndex(({ id }) => id === ended)
  if (first === -1) return null
  const following = groups.slice(first)
  const ids: string[] = []
  let sure = 0
  for (const [index, { id, codings }] of following.entries()) {
    if (sure > limit) break
    ids.push(id)
    // Of the group in which the page before ended, anything may be left.
    if (ended === null || index > 0) sure += codings
  }
  if (ids.length === groups.length) return null
  const named = ids.filter((id) => id !== '')
  const isNamed = sql`${grouping.column} = any(${named}::${sql.raw(grouping.type)}[])`
  return {
    within: named.length === ids.length ? isNamed : sql`(${isNamed} or ${grouping.column} is null)`,
    toTheEnd: ids.length === following.length,
  }
}

function groupIn(cursor: string, { keys, none }: { keys: Key[]; none: string | null }): string {
  const id = readKeys(cursor)[keys.length - 1] ?? ''
  return id === none ? '' : id
}

/** Groups first, then the order within one: what a page is ordered by, and what the next one begins after. */
export function orderOf(by: QuoteGrouping, sort: QuoteSorting) {
  const keys = [...groupOf(by).keys, ...sortings[sort]]
  return {
    by: sql.join(keys.map((key) => key.by)),
    /** The keys of a row as text. */
    place: sql<string[]>`array[${sql.join(keys.map((key) => sql`(${key.by})::text`))}]`,
    /** A condition: behind the row with this cursor. @throws Problem 400 when it is none of this order */
    after(cursor: string): RawBuilder<unknown> {
      const values = readCursor(cursor, keys)
      return sql`(${sql.join(keys.map((key) => key.by))}) > (${sql.join(
        keys.map((key, index) => sql`${values[index]}::text::${sql.raw(key.type)}`),
      )})`
    },
  }
}

/** Where a page ended, for an address. */
export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** What a cursor holds, of whatever order; nothing of what is none. */
function readKeys(cursor: string): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return []
  }
}

function readCursor(cursor: string, keys: readonly Key[]): string[] {
  const values = readKeys(cursor)
  try {
    z.array(z.string()).length(keys.length).parse(values)
    return keys.map(({ type }, index) => written[type].parse(values[index]))
  } catch {
    throw Problem.invalid(
      'no-such-page',
      'This page of quotes belongs to another order. Begin with the first page.',
    )
  }
}
