import type { Command, Download, Endpoint, Query, Upload } from '@throughline/contract/endpoint'
import { commandPath, inStudy } from '@throughline/contract/endpoint'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { AccountUseCase, StepContext, Undone, UseCase } from '../commands/step.ts'
import { performAboveStudies, performInStudy } from '../commands/perform.ts'
import type { Account, AnyTransaction, Member } from '../database/database.ts'
import type { Platform } from '../platform.ts'
import { requireSpace } from './free-space.ts'
import { requirePermission } from './permission.ts'
import { Problem } from './problem.ts'

/** What a read in a study stands on: a transaction in which row-level security shows what this member may see. */
export interface ReadContext {
  transaction: AnyTransaction
  platform: Platform
  member: Member
  account: Account
  study: string
}

/** What a read above any study stands on. */
export interface AccountReadContext<Who extends Account | null = Account> {
  transaction: AnyTransaction
  platform: Platform
  account: Who
  headers: IncomingHttpHeaders
}

/** What a command that carries a secret stands on. It opens its own transaction. */
export interface SecretContext {
  platform: Platform
  account: Account | null
  headers: IncomingHttpHeaders
  /** The network address that it came from. */
  address: string
  setCookies(cookies: readonly string[]): void
}

/** A file on its way to a browser. `name` becomes the name under which it is saved. */
export interface SentFile {
  name: string
  mediaType: string
  content: Uint8Array | string | Readable
}

/** A use case as the step log knows it: by name, with what was kept as JSON. */
export interface RecordedUseCase {
  name: string
  may: string | null
  sharedUndo: boolean
  redo(context: StepContext, body: unknown): Promise<Undone & { memory: unknown }>
  undo: ((context: StepContext, memory: unknown, body: unknown) => Promise<Undone>) | null
}

/** An endpoint of the contract together with what answers it. */
export interface BoundEndpoint {
  endpoint: Endpoint
  /** The permission that it asks for; null where membership or an account is enough. */
  may: string | null
  useCase?: RecordedUseCase
  mount(app: FastifyInstance, platform: Platform): void
}

/** What is left to do once the transaction is over and its connection given back: slow work that asks the database nothing. */
export class Afterwards<Result> {
  readonly finish: () => Promise<Result>

  constructor(finish: () => Promise<Result>) {
    this.finish = finish
  }
}

interface Input<Params extends z.ZodObject, Search extends z.ZodObject> {
  params: z.output<Params>
  search: z.output<Search>
}

/** Binds a read inside a study. Members without the permission `may` get a 403 that says so. */
export function answer<P extends z.ZodObject, S extends z.ZodObject, A extends z.ZodType>(
  endpoint: Query<P, S, A>,
  may: string | null,
  run: (context: ReadContext, input: Input<P, S>) => Promise<z.input<A> | Afterwards<z.input<A>>>,
): BoundEndpoint {
  return {
    endpoint,
    may,
    mount(app, platform) {
      app.get(endpoint.path, async (request) => {
        const input = readInput(endpoint, request)
        const result = await readInStudy(platform, request, may, (context) => run(context, input))
        return endpoint.answer.parse(result instanceof Afterwards ? await result.finish() : result)
      })
    },
  }
}

/** Binds a read above any study for whoever is signed in. */
export function answerAccount<P extends z.ZodObject, S extends z.ZodObject, A extends z.ZodType>(
  endpoint: Query<P, S, A>,
  run: (context: AccountReadContext, input: Input<P, S>) => Promise<z.input<A>>,
): BoundEndpoint {
  return {
    endpoint,
    may: null,
    mount(app, platform) {
      app.get(endpoint.path, async (request) => {
        const input = readInput(endpoint, request)
        const account = await signedIn(platform, request)
        const result = await platform.database.aboveStudies(account.id, null, (transaction) =>
          run({ transaction, platform, account, headers: request.headers }, input),
        )
        return endpoint.answer.parse(result)
      })
    },
  }
}

/** Binds a read that needs no account, such as whether this installation was set up. */
export function answerAnyone<P extends z.ZodObject, S extends z.ZodObject, A extends z.ZodType>(
  endpoint: Query<P, S, A>,
  run: (context: AccountReadContext<Account | null>, input: Input<P, S>) => Promise<z.input<A>>,
): BoundEndpoint {
  return {
    endpoint,
    may: null,
    mount(app, platform) {
      app.get(endpoint.path, async (request) => {
        const input = readInput(endpoint, request)
        const account = await platform.accounts.accountOf(request.headers)
        const result = await platform.database.aboveStudies(
          account?.id ?? null,
          null,
          (transaction) => run({ transaction, platform, account, headers: request.headers }, input),
        )
        return endpoint.answer.parse(result)
      })
    },
  }
}

/** Binds bytes out. What is read is read in one transaction; a stream must not need it any longer. */
export function send<P extends z.ZodObject, S extends z.ZodObject>(
  endpoint: Download<P, S>,
  may: string | null,
  run: (context: ReadContext, input: Input<P, S>) => Promise<SentFile>,
): BoundEndpoint {
  return {
    endpoint,
    may,
    mount(app, platform) {
      app.get(endpoint.path, async (request, reply) => {
        const input = readInput(endpoint, request)
        const file = await readInStudy(platform, request, may, (context) => run(context, input))
        return reply
          .header('content-disposition', attachment(file.name))
          .header('cache-control', 'no-store')
          .type(file.mediaType)
          .send(file.content)
      })
    },
  }
}

/** Binds bytes in: the body is the file itself, `mostBytes` at most. */
export function receive<P extends z.ZodObject, S extends z.ZodObject, A extends z.ZodType>(
  endpoint: Upload<P, S, A>,
  may: string | null,
  mostBytes: number,
  run: (
    context: ReadContext,
    input: Input<P, S>,
    body: Buffer,
  ) => Promise<z.input<A> | Afterwards<z.input<A>>>,
): BoundEndpoint {
  return {
    endpoint,
    may,
    mount(app, platform) {
      app.post(endpoint.path, { bodyLimit: mostBytes }, async (request) => {
        const input = readInput(endpoint, request)
        if (!Buffer.isBuffer(request.body))
          throw Problem.invalid(
            'no-file',
            'Send the file itself as the body, as application/octet-stream.',
          )
        const body = request.body
        await requireSpace(platform.settings.home)
        const result = await readInStudy(platform, request, may, (context) =>
          run(context, input, body),
        )
        return endpoint.answer.parse(result instanceof Afterwards ? await result.finish() : result)
      })
    },
  }
}

/** Binds a use case in a study to its command. */
export function perform<C extends Command, Memory>(useCase: UseCase<C, Memory>): BoundEndpoint {
  const { command, memory: remembered, undo } = useCase
  const parseMemory = (memory: unknown) => {
    if (!remembered) throw new Error(`${command.name} remembers nothing, so it cannot be undone.`)
    return remembered.parse(memory)
  }
  return {
    endpoint: command,
    may: useCase.may,
    useCase: {
      name: command.name,
      may: useCase.may,
      sharedUndo: useCase.sharedUndo ?? false,
      redo: async (context, body) => {
        const done = await useCase.run(context, parseBody(command, body))
        return { ...done, memory: done.memory }
      },
      undo: undo
        ? (context, memory, body) => undo(context, parseMemory(memory), parseBody(command, body))
        : null,
    },
    mount(app, platform) {
      app.post(commandPath(command), async (request) => {
        const { study } = parse(inStudy, request.params, 'path')
        const account = await signedIn(platform, request)
        const body = parseBody(command, request.body)
        return performInStudy(platform, { account, study, key: keyOf(request) }, useCase, body)
      })
    },
  }
}

/**
 * Binds a use case whose slow work is done before its transaction opens, so that no connection waits for it: `prepare`
 * gives the use case that stands on what it found out. Done again after an undo, the use case does it all itself.
 */
export function performPrepared<C extends Command, Memory>(
  useCase: UseCase<C, Memory>,
  prepare: (
    platform: Platform,
    who: { account: string; study: string; key: string },
    body: z.output<C['body']>,
  ) => Promise<UseCase<C, Memory>>,
): BoundEndpoint {
  return {
    ...perform(useCase),
    mount(app, platform) {
      app.post(commandPath(useCase.command), async (request) => {
        const { study } = parse(inStudy, request.params, 'path')
        const account = await signedIn(platform, request)
        const body = parseBody(useCase.command, request.body)
        const key = keyOf(request)
        const prepared = await prepare(platform, { account: account.id, study, key }, body)
        return performInStudy(platform, { account, study, key }, prepared, body)
      })
    },
  }
}

/** Binds a use case above any study to its command. */
export function performAccount<C extends Command>(useCase: AccountUseCase<C>): BoundEndpoint {
  return {
    endpoint: useCase.command,
    may: null,
    mount(app, platform) {
      app.post(commandPath(useCase.command), async (request) => {
        const account = await signedIn(platform, request)
        const body = parseBody(useCase.command, request.body)
        return performAboveStudies(platform, { account, key: keyOf(request) }, useCase, body)
      })
    },
  }
}

/**
 * Binds a command that carries a secret in or out: a password, a link, a cookie; anyone may send it. Nothing of it is
 * kept, so it is not answered from the step log: each is made so that a second attempt does no harm, and writes its
 * own entry in the audit trail.
 */
export function performWithSecret<C extends Command>(
  command: C,
  run: (context: SecretContext, body: z.output<C['body']>) => Promise<z.input<C['answer']>>,
): BoundEndpoint {
  return {
    endpoint: command,
    may: null,
    mount(app, platform) {
      app.post(commandPath(command), async (request, reply) => {
        keyOf(request)
        const body = parseBody(command, request.body)
        const account = await platform.accounts.accountOf(request.headers)
        const result = await run(
          {
            platform,
            account,
            headers: request.headers,
            address: request.ip,
            setCookies: (cookies) => void reply.header('set-cookie', [...cookies]),
          },
          body,
        )
        platform.events.committed()
        return reply.header('cache-control', 'no-store').send(command.answer.parse(result))
      })
    },
  }
}

/** Whoever is signed in. @throws Problem 401 */
export async function signedIn(platform: Platform, request: FastifyRequest): Promise<Account> {
  const account = await platform.accounts.accountOf(request.headers)
  // A browser names whose work it sends; what it kept of one person is never done as another.
  const claimed = request.headers['throughline-account']
  if (!account || (claimed !== undefined && claimed !== account.id)) throw Problem.signIn()
  return account
}

async function readInStudy<Result>(
  platform: Platform,
  request: FastifyRequest,
  may: string | null,
  run: (context: ReadContext) => Promise<Result>,
): Promise<Result> {
  const account = await signedIn(platform, request)
  const { study } = parse(inStudy, request.params, 'path')
  return platform.database.inStudy(account.id, study, null, (transaction, member) => {
    requirePermission(member, may)
    return run({ transaction, platform, member, account, study })
  })
}

const idempotencyKey = z.uuid()

export function keyOf(request: FastifyRequest): string {
  const key = idempotencyKey.safeParse(request.headers['idempotency-key'])
  if (!key.success)
    throw new Problem(
      400,
      'no-idempotency-key',
      'Send a UUID of your own as the header Idempotency-Key.',
    )
  return key.data
}

export function readInput<P extends z.ZodObject, S extends z.ZodObject>(
  endpoint: { params: P; search: S },
  request: FastifyRequest,
): Input<P, S> {
  return {
    params: parse(endpoint.params, request.params, 'path'),
    search: parse(endpoint.search, request.query, 'search'),
  }
}

export function parseBody<C extends Command>(command: C, body: unknown): z.output<C['body']> {
  return parse<C['body']>(command.body, body, 'body')
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }))
  throw Problem.invalid(
    'invalid-input',
    `This was not understood: ${fields
      .map((field) => `${field.path}: ${field.message}`)
      .slice(0, 3)
      .join('; ')}.`,
    fields,
  )
}

function attachment(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
