import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import type { Platform } from '../src/platform/platform.ts'
import { withClient } from '../src/platform/postgres/index.ts'
import type { Settings } from '../src/platform/settings.ts'
import type { Role } from '../src/study/rules.ts'
import { buildApp, openPlatform } from '../src/start.ts'
import { Visitor } from './accounts/instance.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** The whole product on a database of its own: every room, served without a port. */
export interface TestApp {
  app: FastifyInstance
  platform: Platform
  database: TestDatabase
  settings: Settings
  /** Reads or changes the database past the app, as the owner of its tables. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Somebody with an account, signed in. */
  person(name: string, options?: { owner?: boolean }): Promise<Person>
  /** A study with one site for each name, and this person as its lead. */
  study(lead: Person, options?: { title?: string; sites?: string[] }): Promise<TestStudy>
  close(): Promise<void>
}

export type Person = Visitor & { id: string; name: string }

export interface TestStudy {
  id: string
  sites: { id: string; name: string }[]
  /** Makes somebody a member, past the app. */
  join(person: Person, role: Role, site?: string | null): Promise<void>
  /** Enters a participant past the app; gives their id. */
  participant(
    label: string,
    options?: { site?: string | null; year?: number | null; consent?: string },
  ): Promise<string>
  /** Puts a released transcript into the study past the app; gives its id. */
  transcript(
    text: string,
    options?: { title?: string; participant?: string | null },
  ): Promise<string>
}

/** Opens the product. `work` also begins what runs by itself: live delivery, long work, mail. */
export async function openTestApp(
  options: { work?: boolean; settings?: Partial<Settings> } = {},
): Promise<TestApp> {
  const database = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  const settings: Settings = {
    origin: 'http://localhost:4680',
    host: '127.0.0.1',
    port: 4680,
    home: join(directory, 'home'),
    keys: join(directory, 'keys'),
    webRoot: null,
    smtpUrl: null,
    mailFrom: 'Throughline <throughline@study.example>',
    requestsPerMinute: 1_000_000,
    logLevel: 'silent',
    ...options.settings,
  }
  const silent = () => undefined
  const opened = await openPlatform(settings, database, {
    info: silent,
    warn: silent,
    error: silent,
  })
  if (options.work) await opened.begin()
  const app = await buildApp(opened.platform)
  const query: TestApp['query'] = (text, values) =>
    withClient(database.ownerConfig, async (client) => (await client.query(text, values)).rows)

  return {
    app,
    platform: opened.platform,
    database,
    settings,
    query,
    async person(name, { owner = false } = {}) {
      const id = randomUUID()
      const token = randomBytes(24).toString('base64url')
      await query('insert into person (id, name, email, owner) values ($1, $2, $3, $4)', [
        id,
        name,
        `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${id.slice(0, 8)}@study.example`,
        owner,
      ])
      await query(
        `insert into accounts.session (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
        [randomUUID(), token, id],
      )
      const signature = createHmac('sha256', opened.platform.accounts.inside.secret)
        .update(token)
        .digest('base64')
      const visitor = new Visitor(app)
      visitor.cookies.set('throughline.session_token', encodeURIComponent(`${token}.${signature}`))
      return Object.assign(visitor, { id, name })
    },
    async study(
      lead,
      { title = 'Belonging in the first year', sites = ['Site A', 'Site B'] } = {},
    ) {
      const id = uuidv7()
      const made = sites.map((name) => ({ id: uuidv7(), name }))
      const join = async (person: Person, role: Role, site: string | null = null) => {
        await query(
          `insert into member (study_id, account_id, role, site_id, initials) values ($1, $2, $3, $4, $5)
           on conflict (study_id, account_id) do update set role = excluded.role, site_id = excluded.site_id, left_at = null`,
          [id, person.id, role, site, initialsOf(person.name)],
        )
      }
      await query('insert into study_key values ($1)', [id])
      await query('insert into study (study_id, title, founded_by) values ($1, $2, $3)', [
        id,
        title,
        lead.id,
      ])
      for (const [position, site] of made.entries())
        await query('insert into site (study_id, id, name, position) values ($1, $2, $3, $4)', [
          id,
          site.id,
          site.name,
          position,
        ])
      await join(lead, 'lead')
      return {
        id,
        sites: made,
        join,
        async participant(label, { site = null, year = null, consent = 'not recorded' } = {}) {
          const participant = uuidv7()
          await query(
            `insert into participant (study_id, id, label, site_id, year_group, quote_consent) values ($1, $2, $3, $4, $5, $6)`,
            [id, participant, label, site, year, consent],
          )
          return participant
        },
        async transcript(text, { title: name = 'Interview', participant = null } = {}) {
          const transcript = uuidv7()
          await query(
            `insert into transcript (study_id, id, participant_id, title, stage, format, encoding, original_hash, declared,
               imported_by, released_by, released_at, words, length)
             values ($1, $2::uuid, $3, $4, 'released', 'txt', 'utf-8', $2::uuid::text, 'pseudonymised', $5, $5, now(), $6, $7)`,
            [
              id,
              transcript,
              participant,
              name,
              lead.id,
              text.split(/\s+/).filter(Boolean).length,
              text.length,
            ],
          )
          await query(
            'insert into transcript_text (study_id, transcript_id, text) values ($1, $2, $3)',
            [id, transcript, text],
          )
          return transcript
        },
      }
    },
    async close() {
      await app.close()
      await opened.close()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part[0])
    .join('')
    .toUpperCase()
}
