import { createHash, createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { openServer, withClient } from '@throughline/server/platform/postgres'
import { prepareHome } from '@throughline/server/platform/home'
import { migrations } from '@throughline/server/schema'
import { settingsFrom } from '@throughline/server/settings-from'
import { openPlatform } from '@throughline/server/start'
import { z } from 'zod'
import type { Place } from '../server/installation.ts'
import { interview } from './interview.ts'

/** How large the study of the benchmarks is. */
export const size = {
  transcripts: 2_000,
  participants: 400,
  codes: 300,
  coders: 50,
  codings: 1_000_000,
} as const

const madeStudy = z.object({
  study: z.string(),
  transcripts: z.array(z.string()),
  codes: z.array(z.string()),
  /** A signed cookie of each coder; the first is the study's lead. */
  cookies: z.array(z.string()),
  /** A study of 20,000 codings on 40 transcripts in the same database, same people. */
  smallStudy: z.string(),
  /** A study of 100,000 codings on 200 transcripts there, and its codes. */
  middleStudy: z.object({ study: z.string(), codes: z.array(z.string()) }),
})
export type LargeStudy = z.infer<typeof madeStudy> & { readonly place: Place }

const cache = join(import.meta.dirname, '../.cache')

/**
 * The installation that holds the study of the benchmarks. It is made once, which takes some minutes, and again when
 * the schema or what it is made from changes; the same on every machine but for the cookies' signatures.
 */
export async function largeStudy(say: (sentence: string) => void): Promise<LargeStudy> {
  const name = `study-${fingerprint()}`
  const directory = join(cache, name)
  const place = { home: join(directory, 'home'), keys: join(directory, 'keys') }
  const note = join(directory, 'study.json')
  if (!existsSync(note)) {
    say('Making the study of the benchmarks: 1,000,000 codings on 2,000 transcripts …')
    for (const old of existsSync(cache) ? await readdir(cache) : [])
      if (old.startsWith('study-')) await rm(join(cache, old), { recursive: true })
    await mkdir(directory, { recursive: true })
    const made = await makeStudies(place)
    await writeFile(`${note}.new`, JSON.stringify(made))
    await rename(`${note}.new`, note)
  }
  return { place, ...madeStudy.parse(JSON.parse(readFileSync(note, 'utf8'))) }
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const { sql } of migrations) hash.update(sql)
  for (const file of ['large-study.ts', 'interview.ts'])
    hash.update(readFileSync(join(import.meta.dirname, file)))
  return hash.digest('hex').slice(0, 12)
}

async function makeStudies(place: Place): Promise<z.infer<typeof madeStudy>> {
  const { settings, home } = settingsFrom(['--home', place.home, '--keys', place.keys], {})
  await prepareHome(home)
  const silent = () => undefined
  const server = await openServer({ home, log: silent })
  const opened = await openPlatform(settings, server, { info: silent, warn: silent, error: silent })
  try {
    const { secret } = opened.platform.accounts.inside
    // Triggers and foreign keys would look at each of the million rows: what is written here is right by itself.
    return await withClient({ ...server.ownerConfig, user: 'postgres' }, async (client) => {
      await client.query(
        `set session_replication_role = replica; set maintenance_work_mem = '512MB'`,
      )
      const cookies = await makePeople(client, secret)
      const large = await makeStudy(client, 'a', size.transcripts, size.codings)
      const small = await makeStudy(client, 'b', 40, 20_000)
      const middle = await makeStudy(client, 'c', 200, 100_000)
      await client.query('vacuum analyze')
      await client.query('checkpoint')
      return {
        ...large,
        cookies,
        smallStudy: small.study,
        middleStudy: { study: middle.study, codes: middle.codes },
      }
    })
  } finally {
    await opened.close()
    await server.stop()
  }
}

/** SQL for the id of the n-th thing of a kind in a study, ordered by n as UUIDs of version 7 are. */
const idOf = (kind: string, n: string) =>
  `(lpad(to_hex(1700000000000 + (${n})::bigint), 12, '0') || '7' || substr(md5('${kind} ' || (${n})), 1, 3) || '8' || substr(md5('${kind} ' || (${n})), 4, 15))::uuid`
/** SQL for a number from 0 to below `below`, the same for the same n and purpose. */
const draw = (below: string | number, n: string, purpose: number) =>
  `(abs(hashint8extended((${n})::bigint, ${purpose})) % (${below}))::int`

async function makePeople(client: pg.Client, secret: string): Promise<string[]> {
  await client.query(`
    insert into person (id, name, email)
      select ${idOf('person', 'n')}::text, 'Coder ' || n, 'coder' || n || '@study.example'
      from generate_series(1, ${size.coders}) n;
    insert into accounts.session (id, token, user_id, expires_at, updated_at)
      select ${idOf('session', 'n')}::text, md5('token ' || n), ${idOf('person', 'n')}::text,
        now() + interval '10 years', now() + interval '9 years'
      from generate_series(1, ${size.coders}) n`)
  return Array.from({ length: size.coders }, (_, index) => {
    const token = createHash('md5')
      .update(`token ${index + 1}`)
      .digest('hex')
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return `throughline.session_token=${encodeURIComponent(`${token}.${signature}`)}`
  })
}

async function makeStudy(client: pg.Client, mark: string, transcripts: number, codings: number) {
  const id = (kind: string, n: string) => idOf(`${mark} ${kind}`, n)
  const study = await one(client, `select ${id('study', '1')} as id`)
  const person = (n: string) => `${idOf('person', n)}::text`
  await client.query(`
    insert into study_key values ('${study}');
    insert into study (study_id, title, founded_by) values ('${study}', 'Study ${mark}', ${person('1')});
    insert into site (study_id, id, name, position)
      select '${study}', ${id('site', 'n')}, 'Site ' || n, n from generate_series(1, 4) n;
    insert into member (study_id, account_id, role, site_id, initials)
      select '${study}', ${person('n')}, case n when 1 then 'lead' else 'researcher' end, ${id('site', 'n % 4 + 1')}, 'C' || n
      from generate_series(1, ${size.coders}) n;
    insert into participant (study_id, id, label, site_id, year_group, quote_consent)
      select '${study}', ${id('participant', 'n')}, 'P' || lpad(n::text, 3, '0'), ${id('site', 'n % 4 + 1')}, n % 6 + 1,
        (array['yes', 'yes', 'yes', 'no', 'not recorded'])[n % 5 + 1]
      from generate_series(1, ${size.participants}) n;
    insert into code (study_id, id, parent_id, position, name, colour, definition, made_by)
      select '${study}', ${id('code', 'n')}, case when n > 30 then ${id('code', 'n % 30 + 1')} end, n, 'Code ' || n, n % 12 + 1,
        'What people say of matter ' || n || ' in their first year.', ${person('1')}
      from generate_series(1, ${size.codes}) n`)
  for (let first = 1; first <= transcripts; first += 20)
    await makeTranscripts(client, mark, study, first, Math.min(20, transcripts - first + 1))
  const each = codings / transcripts
  await client.query(`
    insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id, made_at)
      select '${study}', ${id('coding', 'n')}, ${id('transcript', `n % ${transcripts} + 1`)},
        ${id('code', `(${draw(1000, 'n', 1)} * ${draw(1000, 'n', 2)} * ${size.codes}::bigint / 1000000) + 1`)},
        at, at + 20 + ${draw(400, 'n', 3)}, ${person(`${draw(size.coders, 'n', 4)} + 1`)},
        timestamptz '2026-01-01' + n * interval '10 seconds'
      from (select n, n / ${transcripts} * (59000 / ${each}) + ${draw(100, 'n', 5)} as at
        from generate_series(0, ${codings - 1}) n) c;
    insert into code_count (study_id, code_id, participant_id, codings)
      select c.study_id, c.code_id, t.participant_id, count(*)
      from coding c join transcript t on t.study_id = c.study_id and t.id = c.transcript_id
      where c.study_id = '${study}' group by 1, 2, 3;
    insert into transcript_count (study_id, transcript_id, codings)
      select study_id, transcript_id, count(*) from coding where study_id = '${study}' group by 1, 2`)
  return {
    study,
    transcripts: await all(
      client,
      `select id from transcript where study_id = '${study}' order by id`,
    ),
    codes: await all(client, `select id from code where study_id = '${study}' order by id`),
  }
}

async function makeTranscripts(
  client: pg.Client,
  mark: string,
  study: string,
  first: number,
  count: number,
): Promise<void> {
  const made = Array.from({ length: count }, (_, index) => written(first + index))
  const id = (kind: string, n: string) => idOf(`${mark} ${kind}`, n)
  const person = `${idOf('person', '1')}::text`
  await client.query(
    `with made as (select * from unnest($1::int[], $2::text[], $3::int[]) t(n, text, length)),
     kept as (insert into transcript (study_id, id, participant_id, title, stage, format, encoding, original_hash, declared,
         imported_by, released_by, released_at, words, length)
       select '${study}', ${id('transcript', 'n')}, ${id('participant', `n % ${size.participants} + 1`)}, 'Interview ' || n,
         'released', 'txt', 'utf-8', 'made ' || n, 'pseudonymised', ${person}, ${person}, now(), 11000, length
       from made)
     insert into transcript_text (study_id, transcript_id, text)
       select '${study}', ${id('transcript', 'n')}, text from made`,
    [made.map(({ n }) => n), made.map(({ text }) => text), made.map(({ text }) => text.length)],
  )
  const turns = made.flatMap(({ n, turns: own }) => own.map((turn) => ({ n, ...turn })))
  await client.query(
    `insert into turn (study_id, transcript_id, number, starts, ends, label_starts, label_ends, speaker)
       select '${study}', ${id('transcript', 'n')}, number, starts, ends, label_starts, starts - 1, speaker
       from jsonb_to_recordset($1::jsonb)
         as t(n int, number int, starts int, ends int, label_starts int, speaker text)`,
    [JSON.stringify(turns)],
  )
  await client.query(
    `insert into speaker (study_id, transcript_id, label, role)
       select '${study}', ${id('transcript', 'n')}, label, role
       from unnest($1::int[]) n, (values ('Interviewer', 'interviewer'), ('P003', 'participant')) s(label, role)`,
    [made.map(({ n }) => n)],
  )
}

function written(n: number) {
  let text = ''
  const turns = interview(n).map(({ speaker, words }, number) => {
    const labelStarts = text.length
    text += `${speaker}: `
    const starts = text.length
    text += words
    const ends = text.length
    text += '\n\n'
    return { number, starts, ends, label_starts: labelStarts, speaker }
  })
  return { n, text, turns }
}

async function all(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(query)
  return rows.map(({ id }) => id)
}

async function one(client: pg.Client, query: string): Promise<string> {
  const [id] = await all(client, query)
  if (id === undefined) throw new Error('Nothing was made.')
  return id
}
