import * as accounts from '@throughline/contract/accounts'
import * as coding from '@throughline/contract/coding'
import { commandPath, type Command, type Query } from '@throughline/contract/endpoint'
import { getJob, type Problem, problem } from '@throughline/contract/platform'
import { foundStudy } from '@throughline/contract/study'
import * as transcripts from '@throughline/contract/transcripts'
import type { z } from 'zod'
import { newId, type App, type Place, until } from './app-under-fault.ts'

/** What came back over HTTP. */
export interface Reply<Answer> {
  status: number
  /** @throws when it was refused */
  answer(): Answer
  problem(): Problem
}

/** Somebody at the app's front door, with the cookies of a browser. */
export class Client {
  readonly origin: string
  readonly cookies: Map<string, string>

  constructor(origin: string, cookies: ReadonlyMap<string, string> = new Map()) {
    this.origin = origin
    this.cookies = new Map(cookies)
  }

  /** @throws when the server cannot be reached, or is cut off before it has answered */
  send<C extends Command>(
    command: C,
    body: z.input<C['body']>,
    { study = '', key = newId() }: { study?: string; key?: string } = {},
  ): Promise<Reply<z.output<C['answer']>>> {
    return this.#ask<C['answer']>(command.answer, commandPath(command).replace(':study', study), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
  }

  get<Q extends Query>(
    query: Q,
    params: Record<string, string> = {},
    search: Record<string, string> = {},
  ): Promise<Reply<z.output<Q['answer']>>> {
    return this.#ask<Q['answer']>(query.answer, filled(query.path, params, search), {})
  }

  /** Fetches a file; gives its status and its size. */
  async fetchFile(
    download: { path: string },
    params: Record<string, string>,
    search: Record<string, string> = {},
  ): Promise<{ status: number; bytes: number }> {
    const reply = await this.#fetch(filled(download.path, params, search), {})
    return { status: reply.status, bytes: (await reply.arrayBuffer()).byteLength }
  }

  upload(
    study: string,
    name: string,
    content: string,
  ): Promise<Reply<z.output<typeof transcripts.uploadFile.answer>>> {
    const { answer, path } = transcripts.uploadFile
    return this.#ask(answer, filled(path, { study }, { name }), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: content,
    })
  }

  /** Listens to a study from after `position` on; `events` grows until `stop`, or until the server is gone. */
  async listen(study: string, position?: number): Promise<Listening> {
    const over = new AbortController()
    const reply = await this.#fetch(`/api/studies/${study}/events`, {
      signal: over.signal,
      headers: position === undefined ? {} : { 'last-event-id': String(position) },
    })
    if (!reply.ok || !reply.body) throw new Error(`The stream was refused: ${reply.status}`)
    const listening: Listening = { events: [], position: position ?? 0, stop: () => over.abort() }
    const pieces: AsyncIterable<Uint8Array> = reply.body
    void readEvents(pieces, listening).catch(() => undefined)
    return listening
  }

  async #ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    init: RequestInit,
  ): Promise<Reply<z.output<Schema>>> {
    const reply = await this.#fetch(path, init)
    const body = await reply.text()
    return {
      status: reply.status,
      answer() {
        if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${body}`)
        return schema.parse(JSON.parse(body))
      },
      problem: () => problem.parse(JSON.parse(body)),
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const reply = await fetch(this.origin + path, { ...init, headers })
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return reply
  }
}

export interface Listening {
  /** The names and data of what was heard, in order. */
  events: { position: number; name: string; data: Record<string, unknown> }[]
  /** The last position that was told: where to go on. */
  position: number
  stop(): void
}

async function readEvents(pieces: AsyncIterable<Uint8Array>, listening: Listening): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (id !== undefined) listening.position = Number(id)
      if (data !== undefined) listening.events.push(JSON.parse(data))
    }
  }
}

function filled(
  path: string,
  params: Record<string, string>,
  search: Record<string, string>,
): string {
  const query = new URLSearchParams(search).toString()
  const way = path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  return query ? `${way}?${query}` : way
}

/** A study with one code and one released transcript, and its lead. */
export interface Scene {
  lead: Client
  study: string
  code: string
  transcript: string
  /** The transcript's length in characters. */
  length: number
}

export const owner = { name: 'Ada Okafor', email: 'ada@north.example' }
export const password = 'seven quiet herons over Ljubljana'

const interview = Array.from(
  { length: 60 },
  (_, turn) =>
    `${turn % 2 === 0 ? 'Interviewer' : 'Participant'}: ` +
    `In week ${turn} I sat in the library and it was quiet, and somebody from my tutorial came over to ask whether I was new.`,
).join('\n')

/** Walks in by the set-up link, founds a study, imports a transcript and adds a code. */
export async function setTheScene(place: Place, app: App): Promise<Scene> {
  const lead = new Client(place.origin)
  const token = app.setUpToken()
  ;(await lead.send(accounts.setUp, { token, ...owner, password })).answer()
  return foundScene(lead)
}

/** A further study of somebody who is signed in. */
export async function foundScene(lead: Client): Promise<Scene> {
  const study = newId()
  const code = newId()
  ;(await lead.send(foundStudy, { id: study, title: 'Belonging in the first year' })).answer()
  ;(await lead.send(coding.addCode, { id: code, name: 'Being noticed' }, { study })).answer()
  await importInterview(lead, study, 'P001.txt', interview)
  const list = (await lead.get(transcripts.listTranscripts, { study })).answer().transcripts
  const [made] = list
  if (!made) throw new Error('The interview was not imported.')
  return { lead, study, code, transcript: made.id, length: made.length }
}

/** Uploads and imports one file, and waits until that is done. @throws when it failed */
export async function importInterview(
  client: Client,
  study: string,
  name: string,
  content: string,
): Promise<void> {
  const { upload } = (await client.upload(study, name, content)).answer()
  const body = { declared: 'pseudonymised' as const, files: [{ upload }] }
  const { job } = (await client.send(transcripts.importTranscripts, body, { study })).answer()
  const state = async () => (await client.get(getJob, { study, job })).answer()
  await until(
    'the import ends',
    async () => !['waiting', 'running'].includes((await state()).state),
  )
  const { state: end, result } = await state()
  const outcome = transcripts.importResult.safeParse(result)
  if (end !== 'done' || !outcome.data?.files.every((file) => file.ok))
    throw new Error(`The import ended as ${end}: ${JSON.stringify(result)}`)
}

export async function signIn(place: Place): Promise<Client> {
  const client = new Client(place.origin)
  ;(await client.send(accounts.signIn, { email: owner.email, password })).answer()
  return client
}
