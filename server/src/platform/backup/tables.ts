import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'

/** A table by its full name, with the columns that hold data of their own (generated ones are computed again). */
export interface Table {
  schema: string
  name: string
  columns: { name: string; type: string }[]
}

/** What a table holds, whatever the order of its rows. */
export interface TableDigest {
  rows: number
  /** The sum of the first eight bytes of the SHA-256 of each row's line, modulo 2^64; 16 hexadecimal digits. */
  digest: string
}

/** Never in a backup: keys and their ledger are exported apart, and the queue of jobs is made anew. */
const otherSchemas = new Set(['vault', 'job_queue'])
const otherTables = new Set([
  'public.migration',
  'accounts.session',
  'accounts.verification',
  'accounts.set_up_link',
  'accounts.attempt',
])

/** The schemas in which these migrations make tables. */
export function schemasOf(migrations: readonly Migration[]): string[] {
  const made = migrations.flatMap(({ sql: text }) =>
    [...text.matchAll(/create schema (?:if not exists )?(\w+)/gi)].map((match) => match[1] ?? ''),
  )
  return ['public', ...made, 'job_queue']
}

export async function listTables(
  transaction: AnyTransaction,
  schemas: readonly string[],
): Promise<Table[]> {
  const wanted = schemas.filter((schema) => !otherSchemas.has(schema))
  const { rows } = await sql<Table>`
    select namespace.nspname as schema, class.relname as name,
      jsonb_agg(jsonb_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum) as columns
    from pg_class class
    join pg_namespace namespace on namespace.oid = class.relnamespace
    join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
    where class.relkind = 'r' and namespace.nspname = any(${wanted}::text[])
      and pg_has_role(class.relowner, 'usage')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e')
    group by 1, 2 order by 1, 2`.execute(transaction)
  return rows.filter((table) => !otherTables.has(fullName(table)))
}

export function fullName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}.${name}`
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

export function quotedName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(name)}`
}

/** Values as text that reads the same in every database, whatever it is set to. */
export async function fixTextForms(transaction: AnyTransaction): Promise<void> {
  await sql`select set_config(name, value, true) from (values ('datestyle', 'ISO'), ('intervalstyle', 'postgres'),
    ('bytea_output', 'hex'), ('extra_float_digits', '1'), ('timezone', 'UTC'), ('statement_timeout', '0'),
    ('row_security', 'on')) as setting (name, value)`.execute(transaction)
}

const batchBytes = 4 * 1024 * 1024

/** A table's rows, one JSON object each with every value as text or null, in batches of a few megabytes. */
export async function* readLines(
  transaction: AnyTransaction,
  table: Table,
): AsyncGenerator<string[]> {
  const columns = table.columns.map(({ name }) => `${quoted(name)}::text as ${quoted(name)}`)
  await sql
    .raw(
      `declare export_lines no scroll cursor for
       select row_to_json(line)::text as line from (select ${columns.join(', ')} from ${quotedName(table)}) line`,
    )
    .execute(transaction)
  let wanted = 10
  for (;;) {
    const { rows } = await sql
      .raw<{ line: string }>(`fetch ${wanted} from export_lines`)
      .execute(transaction)
    if (rows.length === 0) break
    const lines = rows.map((row) => row.line)
    yield lines
    const length = lines.reduce((sum, line) => sum + line.length, 0)
    const average = Math.max(1, length / lines.length)
    wanted = Math.max(1, Math.min(5000, wanted * 4, Math.floor(batchBytes / average)))
  }
  await sql`close export_lines`.execute(transaction)
}

/** Adds lines up to a digest. */
export class Digester {
  #rows = 0
  #sum = 0n

  add(line: string): void {
    this.#rows += 1
    this.#sum += hash('sha256', line, 'buffer').readBigUInt64BE()
  }

  result(): TableDigest {
    const digest = BigInt.asUintN(64, this.#sum).toString(16).padStart(16, '0')
    return { rows: this.#rows, digest }
  }
}

/** What the table holds now. */
export async function digestOfTable(
  transaction: AnyTransaction,
  table: Table,
): Promise<TableDigest> {
  const digester = new Digester()
  for await (const lines of readLines(transaction, table))
    for (const line of lines) digester.add(line)
  return digester.result()
}

/** Inserts rows from such lines. */
export async function insertLines(
  transaction: AnyTransaction,
  table: Table,
  lines: string,
): Promise<void> {
  const names = table.columns.map(({ name }) => quoted(name))
  const texts = names.map((name) => `${name} text`)
  const values = table.columns.map(({ name, type }) => `${quoted(name)}::${type}`)
  const json = `[${lines.trimEnd().replaceAll('\n', ',')}]`
  await sql`insert into ${sql.raw(quotedName(table))} (${sql.raw(names.join(', '))}) overriding system value
    select ${sql.raw(values.join(', '))} from json_to_recordset(${json}::json) as line (${sql.raw(texts.join(', '))})`.execute(
    transaction,
  )
}
