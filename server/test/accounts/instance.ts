import type { FastifyInstance, InjectOptions } from 'fastify'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { commandPath, type Command } from '@throughline/contract/endpoint'
import * as contract from '@throughline/contract/accounts'
import type { z } from 'zod'
import { problem } from '@throughline/contract/platform'
import {
  createInvitation,
  listInvitations,
  withdrawInvitation,
} from '../../src/platform/accounts/index.ts'
import type { Log, Platform } from '../../src/platform/platform.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import type { Settings } from '../../src/platform/settings.ts'
import { buildApp, openPlatform } from '../../src/start.ts'
import { createTestDatabase } from '../database.ts'

export const goodPassword = 'seven quiet herons over Ljubljana'
export const otherPassword = 'marmalade under a brass umbrella'

/** What a process of Throughline logs, kept for reading. */
export interface Lines {
  log: Log
  lines: string[]
}

/** A database on which one or more processes stand. */
export interface Instance {
  owner: pg.ClientConfig
  /** Reads or changes the database past the app. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** A process of the app on this database. */
  open(changes?: Partial<Settings>): Promise<Process>
  close(): Promise<void>
}

export interface Process {
  app: FastifyInstance
  platform: Platform
  lines: string[]
  /** Somebody at a browser: keeps cookies as a browser does. */
  visitor(options?: { address?: string; userAgent?: string }): Visitor
}

export async function openInstance(): Promise<Instance> {
  const test = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  const closing: (() => Promise<void>)[] = []

  return {
    owner: test.ownerConfig,
    query: (text, values) =>
      withClient(test.ownerConfig, async (client) => (await client.query(text, values)).rows),
    async open(changes = {}) {
      const settings: Settings = {
        origin: 'http://localhost:4680',
        host: '127.0.0.1',
        port: 4680,
        home: directory,
        keys: join(directory, 'keys'),
        webRoot: null,
        smtpUrl: null,
        mailFrom: 'Throughline <throughline@study.example>',
        requestsPerMinute: 100_000,
        logLevel: 'silent',
        ...changes,
      }
      const { log, lines } = keptLog()
      const { platform, close } = await openPlatform(settings, test, log)
      const app = await buildApp(platform)
      closing.push(async () => {
        await app.close()
        await close()
      })
      return { app, platform, lines, visitor: (options) => new Visitor(app, options) }
    },
    async close() {
      for (const close of closing) await close()
      await test.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function keptLog(): Lines {
  const lines: string[] = []
  const keep = (facts: Record<string, unknown>, message: string) => {
    lines.push(JSON.stringify({ ...facts, message }))
  }
  return { lines, log: { info: keep, warn: keep, error: keep } }
}

/** What came back: the parsed answer, or the problem. */
export interface Reply<Answer> {
  status: number
  body: string
  /** @throws when it was refused */
  answer(): Answer
  problem(): z.output<typeof problem>
}

export class Visitor {
  readonly #app: FastifyInstance
  readonly #address: string
  readonly #userAgent: string
  readonly cookies = new Map<string, string>()
  /** The `Set-Cookie` lines of the last answer. */
  setCookies: string[] = []

  constructor(app: FastifyInstance, options: { address?: string; userAgent?: string } = {}) {
    this.#app = app
    this.#address = options.address ?? '192.0.2.1'
    this.#userAgent = options.userAgent ?? 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'
  }

  async send<C extends Command>(
    command: C,
    body: z.input<C['body']>,
    {
      study = '',
      key = randomUUID(),
      account,
    }: { study?: string; key?: string; account?: string } = {},
  ): Promise<Reply<z.output<C['answer']>>> {
    const reply = await this.#request({
      method: 'POST',
      url: commandPath(command).replace(':study', study),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(account === undefined ? {} : { 'throughline-account': account }),
      },
      payload: JSON.stringify(body),
    })
    return replyOf<C['answer']>(command.answer, reply)
  }

  async get<Schema extends z.ZodType>(
    query: { path: string; answer: Schema },
    params: Record<string, string> = {},
    search: Record<string, string> = {},
  ): Promise<Reply<z.output<Schema>>> {
    const url = query.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    return replyOf<Schema>(
      query.answer,
      await this.#request({
        method: 'GET',
        url: `${url}?${new URLSearchParams(search).toString()}`,
      }),
    )
  }

  /** Saves a file. */
  async save(
    download: { path: string },
    params: Record<string, string>,
    search: Record<string, string> = {},
  ): Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer; body: string }> {
    const url = download.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    const reply = await this.#request({
      method: 'GET',
      url: `${url}?${new URLSearchParams(search).toString()}`,
    })
    return {
      status: reply.statusCode,
      headers: reply.headers,
      bytes: reply.rawPayload,
      body: reply.body,
    }
  }

  /** Sends a file. */
  async upload<Schema extends z.ZodType>(
    endpoint: { path: string; answer: Schema },
    params: Record<string, string>,
    search: Record<string, string>,
    bytes: Uint8Array,
  ): Promise<Reply<z.output<Schema>>> {
    const url = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    const reply = await this.#request({
      method: 'POST',
      url: `${url}?${new URLSearchParams(search).toString()}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(bytes),
    })
    return replyOf<Schema>(endpoint.answer, reply)
  }

  async #request(options: InjectOptions) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await this.#app.inject({
      ...options,
      remoteAddress: this.#address,
      headers: {
        'user-agent': this.#userAgent,
        ...(cookie ? { cookie } : {}),
        ...options.headers,
      },
    })
    this.setCookies = [reply.headers['set-cookie'] ?? []].flat()
    for (const line of this.setCookies) this.#keep(line)
    return reply
  }

  #keep(line: string) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute)))
      this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

function replyOf<Schema extends z.ZodType>(
  schema: Schema,
  reply: { statusCode: number; body: string },
): Reply<z.output<Schema>> {
  return {
    status: reply.statusCode,
    body: reply.body,
    answer() {
      if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${reply.body}`)
      return schema.parse(JSON.parse(reply.body))
    },
    problem: () => problem.parse(JSON.parse(reply.body)),
  }
}

/** Which answers came, whatever their order. */
export function statusesOf(replies: readonly { status: number }[]): number[] {
  return replies.map(({ status }) => status).toSorted((a, b) => a - b)
}

/** The secret at the end of a link. */
export function tokenOf(link: string | null): string {
  return link?.split('/').at(-1) ?? ''
}

/** The owner of an installation, set up and signed in. */
export async function setUpOwner(process: Process): Promise<Visitor> {
  const visitor = process.visitor()
  const token = tokenOf(await process.platform.accounts.firstRunLink())
  const reply = await visitor.send(contract.setUp, {
    token,
    name: 'Ada Okafor',
    email: 'ada@north.example',
    password: goodPassword,
  })
  reply.answer()
  return visitor
}

/** A study whose lead is this account; it can invite. Gives the study's id. */
export async function foundStudy(instance: Instance, email: string): Promise<string> {
  const study = randomUUID()
  await instance.query(
    `insert into permission values ('lead', 'manage members') on conflict do nothing`,
  )
  await instance.query('insert into study_key values ($1)', [study])
  await instance.query(
    `insert into member (study_id, account_id, role, initials)
       select $1, id, 'lead', 'AO' from person where email = $2`,
    [study, email],
  )
  return study
}

/** Invites as a lead of the study would. */
export async function invite(
  process: Process,
  lead: Visitor,
  study: string,
  email: string,
): Promise<{ id: string; token: string; link: string; mailed: boolean }> {
  return asLead(process, lead, study, async (context) => {
    const made = await createInvitation(context, {
      email,
      role: 'researcher',
      site: null,
      initials: 'BK',
      studyTitle: 'Belonging in the first year',
    })
    return { ...made, token: tokenOf(made.link) }
  })
}

export const invitationsOf = (process: Process, lead: Visitor, study: string) =>
  asLead(process, lead, study, listInvitations)

export const withdraw = (process: Process, lead: Visitor, study: string, id: string) =>
  asLead(process, lead, study, (context) => withdrawInvitation(context, id))

type LeadContext = Parameters<typeof createInvitation>[0]

async function asLead<Result>(
  process: Process,
  lead: Visitor,
  study: string,
  work: (context: LeadContext) => Promise<Result>,
): Promise<Result> {
  const { platform } = process
  const { account } = (await lead.get(contract.getMe)).answer()
  if (!account) throw new Error('Nobody is signed in.')
  return platform.database.inStudy(account.id, study, null, (transaction) =>
    work({ transaction, platform, account: account.id, study }),
  )
}
