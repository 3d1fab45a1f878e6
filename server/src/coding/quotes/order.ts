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

const nobody = sql.lit('00000000-0000-0000-0000-000000000000')
const person: Key[] = [
  { by: sql`p.label is null`, type: 'boolean' },
  { by: sql`coalesce(p.label, '')`, type: 'text' },
]

const groupings: Record<
  QuoteGrouping,
  { id: RawBuilder<string>; name: RawBuilder<string | null>; keys: Key[] }
> = {
  code: {
    id: sql`code.id::text`,
    name: sql`code.name`,
    keys: [
      { by: sql`code.position`, type: 'double precision' },
      { by: sql`code.name`, type: 'text' },
      { by: sql`code.id`, type: 'uuid' },
    ],
  },
  participant: {
    id: sql`coalesce(p.id::text, '')`,
    name: sql`p.label`,
    keys: [...person, { by: sql`coalesce(p.id, ${nobody}::uuid)`, type: 'uuid' }],
  },
  site: {
    id: sql`coalesce(site.id::text, '')`,
    name: sql`site.name`,
    keys: [
      { by: sql`site.id is null`, type: 'boolean' },
      { by: sql`coalesce(site.name, '')`, type: 'text' },
      { by: sql`coalesce(site.id, ${nobody}::uuid)`, type: 'uuid' },
    ],
  },
  year: {
    id: sql`coalesce(p.year_group::text, '')`,
    name: sql`p.year_group::text`,
    keys: [{ by: sql`coalesce(p.year_group, 1000)`, type: 'integer' }],
  },
  coder: {
    id: sql`c.coder_id`,
    name: sql`member.initials`,
    keys: [
      { by: sql`coalesce(member.initials, '')`, type: 'text' },
      { by: sql`c.coder_id`, type: 'text' },
    ],
  },
  nothing: { id: sql`''`, name: sql`null::text`, keys: [] },
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

/** The group of a quote: its id and its name. */
export const groupOf = (by: QuoteGrouping) => groupings[by]

/** Groups first, then the order within one: what a page is ordered by, and what the next one begins after. */
export function orderOf(by: QuoteGrouping, sort: QuoteSorting) {
  const keys = [...groupings[by].keys, ...sortings[sort]]
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

function readCursor(cursor: string, keys: readonly Key[]): string[] {
  const text = Buffer.from(cursor, 'base64url').toString()
  try {
    const values = z.array(z.string()).length(keys.length).parse(JSON.parse(text))
    return keys.map(({ type }, index) => written[type].parse(values[index]))
  } catch {
    throw Problem.invalid(
      'no-such-page',
      'This page of quotes belongs to another order. Begin with the first page.',
    )
  }
}
