import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import { migrate, type Migration } from '../../src/platform/database/migrate.ts'
import { openFiles } from '../../src/platform/files/index.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import { migrations as ourMigrations } from '../../src/schema.ts'
import { createTestDatabase } from '../database.ts'
import { makeInstance, makeStudy } from '../vault/study.ts'

/** A table with what is easily lost on the way: types, references to itself, triggers, computed columns. */
export const trickyMigration: Migration = {
  name: 'tricky 1 a table of everything',
  sql: `
    create schema tricky;
    create table tricky.thing (
      id bigint generated always as identity primary key,
      parent bigint references tricky.thing,
      nothing jsonb not null,
      json jsonb, words text, more text[], numbers numeric, float double precision, small real,
      bytes bytea, moment timestamptz, day date, span interval, yes boolean, letter "char",
      "odd ""name" text, search tsvector generated always as (to_tsvector('simple', coalesce(words, ''))) stored
    );
    create table tricky.count (total integer not null);
    create function tricky.counted() returns trigger language plpgsql as $$
      begin update tricky.count set total = total + 1; return new; end $$;
    create trigger counted after insert on tricky.thing for each row execute function tricky.counted();
  `,
}

const fillTricky = `
  insert into tricky.count values (0);
  insert into tricky.thing (nothing, json, words, more, numbers, float, small, bytes, moment, day, span, yes, letter, "odd ""name")
  values
    ('null', '{"a": [1, 2.50, null, "\\u00e9"], "big": 12345678901234567890}', E'two\\nlines\\ttab \\\\ "quoted" \\U0001F600',
     array['a', null, 'null', '{"x,y"}', ''], 12345678901234567890.123456789, 0.1, 0.1, '\\x00ff0a', 'infinity',
     '0001-01-01', '1 mon -3 days 04:05:06.789', true, 'x', 'odd'),
    ('{}', null, '', '{}', 'NaN', '-Infinity', null, '', '2026-11-22 10:11:12.123456+02', null, null, false, null, '[],;');
  update tricky.thing set parent = 2 where id = 1;
`

/** An installation in which every table of the platform holds something. */
export async function makeFullInstallation() {
  const migrations = [...ourMigrations, trickyMigration]
  const instance = await makeInstance()
  await migrate(instance.ownerConfig, migrations)
  const files = openFiles({
    database: instance.database,
    vault: instance.vault,
    directory: join(instance.directory, 'files'),
  })
  const one = await makeStudy(instance)
  const ada = randomUUID()
  const recording = randomBytes(300_000)
  const kept = await one.inside(async (t) => {
    const put = (content: Uint8Array, subject: string, kind: 'recording' | 'raw transcript') =>
      files.put(t, one.study, { content, subject, kind, mediaType: 'audio/wav', name: 'ada.wav' })
    return {
      recording: await put(recording, ada, 'recording'),
      transcript: await put(Buffer.from('What Ada said'), ada, 'raw transcript'),
      name: await instance.vault.seal(t, one.study, ada, 'identity', Buffer.from('Ada'), 'name'),
    }
  })
  await one.inside(async (t) => {
    await sql`select record_step(${one.study}, ${randomUUID()}, 'rename-code', 'f', '{"text": "ü"}', 'null', null, null,
      'code', ${randomUUID()}, '{}', '[{"name": "code.renamed", "may": "", "data": {}}]')`.execute(
      t,
    )
    await sql`insert into job (study_id, id, kind, state, input, started_by) values
      (${one.study}, ${randomUUID()}, 'import', 'running', '{}', ${one.account}),
      (${one.study}, ${randomUUID()}, 'import', 'done', '{}', ${one.account})`.execute(t)
  })
  await withClient(instance.ownerConfig, async (owner) => {
    await owner.query('select publish_steps()')
    await owner.query(`insert into audit_entry (action, subject_kind) values ('not', 'sealed')`)
    await owner.query(fillTricky)
    await owner.query(
      `create table note_of_the_operator as select 1 as number, 'added by hand' as words`,
    )
    await owner.query(
      `insert into mail (id, state, envelope, content) values (gen_random_uuid(), 'waiting', $1, $1)`,
      [instance.vault.sealForInstance(Buffer.from('Dear Ada'))],
    )
    await owner.query(
      `insert into accounts.credential (id, account_id, provider_id, user_id, password)
       values ('c', $1, 'credential', $1, 'hash')`,
      [one.account],
    )
    await owner.query(
      `insert into accounts.session (id, token, user_id, expires_at) values ('s', 't', $1, now())`,
      [one.account],
    )
  })
  return { ...instance, migrations, files, one, ada, recording, kept }
}

export type FullInstallation = Awaited<ReturnType<typeof makeFullInstallation>>

/** Another machine: an empty database, a store of its own, no keys yet. */
export async function makeEmptyInstallation(directory: string) {
  const made = await createTestDatabase()
  const place = join(directory, randomUUID())
  return { ...made, keys: join(place, 'keys'), filesDirectory: join(place, 'files') }
}

/** All rows of all tables but those that are never in a backup, each table's sorted. */
export async function contentOf(owner: pg.ClientConfig): Promise<Record<string, string[]>> {
  return withClient(owner, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema', 'vault', 'job_queue')
         and tablename not in ('migration', 'session')`,
    )
    const content: Record<string, string[]> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`)
      if (rows.length > 0) content[name] = rows.map((row) => row.line).toSorted()
    }
    return content
  })
}
