import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'
import { digestOf, type Migration, migrationTable } from '../database/migrate.ts'
import { BackupRefused } from './refused.ts'
import { quoted, quotedName, schemasOf, type Table } from './tables.ts'

/**
 * The steps that a backup's database had taken, in the order in which this program takes them.
 *
 * @throws BackupRefused when the backup knows a step that this program does not, or another under the same name
 */
export function stepsOf(
  backup: readonly { name: string; digest: string }[],
  migrations: readonly Migration[],
): { taken: Migration[]; later: Migration[] } {
  const digests = new Map(migrations.map((step) => [step.name, digestOf(step)]))
  for (const { name, digest } of backup)
    if (digests.get(name) !== digest)
      throw new BackupRefused(
        `This backup was made by a newer or another Throughline (it knows "${name}"). Update Throughline, then restore.`,
      )
  const names = new Set(backup.map((step) => step.name))
  return {
    taken: migrations.filter((step) => names.has(step.name)),
    later: migrations.filter((step) => !names.has(step.name)),
  }
}

export async function takeSteps(
  transaction: AnyTransaction,
  steps: readonly Migration[],
): Promise<void> {
  await sql.raw(migrationTable).execute(transaction)
  for (const step of steps) {
    await sql.raw(step.sql).execute(transaction)
    await sql`insert into migration (name, digest) values (${step.name}, ${digestOf(step)})`.execute(
      transaction,
    )
  }
}

/**
 * Takes away all that our steps made; what an extension or another owner put into the database stays. Sorted, all are
 * named before the first is dropped: what goes with another has no name afterwards.
 */
export async function dropEverything(
  transaction: AnyTransaction,
  migrations: readonly Migration[],
): Promise<void> {
  for (const schema of schemasOf(migrations))
    if (schema !== 'public')
      await sql.raw(`drop schema if exists ${quoted(schema)} cascade`).execute(transaction)
  await sql
    .raw(
      `do $$
      declare item record;
      begin
        for item in
          select format('drop %s if exists %s cascade', case relkind when 'v' then 'view'
            when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, class.oid::regclass) as command
          from pg_class class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
            and pg_has_role(relowner, 'usage') and not exists (select from pg_depend where objid = class.oid and deptype in ('e', 'i', 'a'))
          order by command
        loop execute item.command; end loop;
        for item in
          select format('drop routine if exists %s cascade', proc.oid::regprocedure) as command from pg_proc proc
          where pronamespace = 'public'::regnamespace and pg_has_role(proowner, 'usage')
            and not exists (select from pg_depend where objid = proc.oid and deptype = 'e')
          order by command
        loop execute item.command; end loop;
        for item in
          select format('drop type if exists %s cascade', type.oid::regtype) as command from pg_type type
          where typnamespace = 'public'::regnamespace and typtype in ('e', 'd') and pg_has_role(typowner, 'usage')
            and not exists (select from pg_depend where objid = type.oid and deptype = 'e')
          order by command
        loop execute item.command; end loop;
      end $$`,
    )
    .execute(transaction)
}

/** Makes the tables that no step of ours makes: somebody added them to our schemas, and they are not lost. */
export async function makeForeignTables(
  transaction: AnyTransaction,
  tables: readonly Table[],
): Promise<void> {
  for (const table of tables) {
    const columns = table.columns.map(({ name, type }) => `${quoted(name)} ${type}`)
    await sql
      .raw(`create table if not exists ${quotedName(table)} (${columns.join(', ')})`)
      .execute(transaction)
  }
}

/** Takes the foreign keys and our triggers away for loading; what it gives back puts them there and checks them. */
export async function withoutGuards(
  transaction: AnyTransaction,
  tables: readonly string[],
): Promise<() => Promise<void>> {
  const { rows: keys } = await sql<{ table: string; name: string; definition: string }>`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conparentid = 0
      and (conrelid = any(${tables}::text[]::regclass[]) or confrelid = any(${tables}::text[]::regclass[]))`.execute(
    transaction,
  )
  const run = (statement: string) => sql.raw(statement).execute(transaction)
  for (const table of tables) await run(`alter table ${table} disable trigger user`)
  for (const key of keys) await run(`alter table ${key.table} drop constraint ${key.name}`)
  return async () => {
    for (const key of keys)
      await run(`alter table ${key.table} add constraint ${key.name} ${key.definition}`)
    for (const table of tables) await run(`alter table ${table} enable trigger user`)
  }
}
