import { buildPage, PageServer, answer, readBody, refuse, type Built } from '../built-pages.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the server does with the next requests. */
export type Mood =
  | 'well'
  /** cuts the line before anything happened */
  | 'cut before'
  /** does what was asked and cuts the line before it could answer */
  | 'cut after'
  | 'refuses'
  | 'faulty'
  | 'knows nobody'
  /** a network's log-in page answers in its place */
  | 'hidden behind a portal'

/** What happened: one line per step that took effect. */
export interface Effect {
  key: string
  study: string
  name: string
  account: string
  body: unknown
}

const page = 'test/outbox/index.html'

/** A small true server with what commands promise: the same key happens once and is answered alike. */
export class NoteServer {
  mood: Mood = 'well'
  /** Whose cookie the browser carries. */
  cookie: string | null = 'sara'
  /** Commands that arrive wait for it before anything happens. */
  gate: Promise<void> = Promise.resolve()
  readonly effects: Effect[] = []
  /** How often each key arrived. */
  readonly arrivals = new Map<string, number>()
  /** Commands that claimed another account than the cookie's. */
  readonly mistaken: string[] = []
  readonly #answers = new Map<string, unknown>()
  readonly #pages: PageServer
  readonly #built: Built

  private constructor(built: Built) {
    this.#built = built
    this.#pages = new PageServer(built, page, (request, response) =>
      this.#receive(request, response),
    )
  }

  static async build(): Promise<NoteServer> {
    const server = new NoteServer(await buildPage(page))
    await server.start()
    return server
  }

  get url(): string {
    return this.#pages.url
  }

  start(): Promise<void> {
    return this.#pages.start()
  }

  stop(): Promise<void> {
    return this.#pages.stop()
  }

  async close(): Promise<void> {
    await this.stop()
    await this.#built.remove()
  }

  forget(): void {
    this.mood = 'well'
    this.cookie = 'sara'
    this.gate = Promise.resolve()
    this.effects.length = 0
    this.mistaken.length = 0
    this.arrivals.clear()
    this.#answers.clear()
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, study, name] = /^\/api\/studies\/([^/]+)\/([^/]+)$/.exec(request.url ?? '') ?? []
    const key = request.headers['idempotency-key']
    const claimed = request.headers['throughline-account']
    if (!study || !name || typeof key !== 'string' || typeof claimed !== 'string')
      return refuse(response, 400, 'not-understood', 'A study, a name and a key are needed.')
    const body = await readBody(request)
    this.arrivals.set(key, (this.arrivals.get(key) ?? 0) + 1)
    await this.gate
    switch (this.mood) {
      case 'cut before':
        return void response.destroy()
      case 'knows nobody':
        return refuse(response, 401, 'sign-in', 'Sign in first.')
      case 'refuses':
        return refuse(response, 409, 'refused', 'This code is retired. Choose another.')
      case 'faulty':
        return refuse(response, 500, 'fault', 'The server stumbled over this.')
      case 'hidden behind a portal':
        return void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<h1>Welcome to the train</h1>')
      case 'well':
      case 'cut after': {
        if (this.cookie !== claimed) this.mistaken.push(key)
        if (!this.#answers.has(key)) {
          this.effects.push({ key, study, name, account: this.cookie ?? '', body })
          this.#answers.set(key, answerTo(name, body))
        }
        if (this.mood === 'cut after') return void response.destroy()
        return answer(response, this.#answers.get(key))
      }
    }
  }
}

function answerTo(name: string, body: unknown): unknown {
  if (name === 'note' || typeof body !== 'object' || body === null || !('command' in body))
    return body
  return name === 'undo' ? { undone: body.command } : { redone: body.command }
}
