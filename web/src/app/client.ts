import { commandPath, linkHeader } from '@throughline/contract/endpoint'
import type { Command, Download, Query, Upload } from '@throughline/contract/endpoint'
import type { Problem } from '@throughline/contract/platform'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { connection } from './connection.ts'
import { AnswerError, ProblemError, readProblem, UnreachableError } from './problem.ts'

type Wanted<Key extends string, Shape> = {} extends Shape
  ? { [K in Key]?: Shape }
  : { [K in Key]: Shape }

/** `{ params, search }` of an endpoint; a part that has nothing required may be left out. */
export type ReadInput<Params extends z.ZodObject, Search extends z.ZodObject> = Wanted<
  'params',
  z.input<Params>
> &
  Wanted<'search', z.input<Search>>

type Parts = { params?: object; search?: object }

/**
 * Puts parameters into a contract path and appends the search part: arrays repeat their key,
 * undefined and null are left out. Throws when a parameter is missing.
 */
export function pathOf(path: string, { params = {}, search = {} }: Parts): string {
  const given: Record<string, unknown> = { ...params }
  const filled = path.replace(/:([A-Za-z]\w*)/g, (_, name: string) => {
    const value = given[name]
    if (typeof value === 'number') return String(value)
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`The path ${path} needs “${name}”.`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) query.append(name, String(one))
  const appended = query.toString()
  return appended ? `${filled}?${appended}` : filled
}

/** Reads; by a `link` without an account. Throws ProblemError, UnreachableError or AnswerError. */
export async function ask<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(
  query: Query<Params, Search, Answer>,
  input: ReadInput<Params, Search>,
  options: { signal?: AbortSignal; link?: string } = {},
): Promise<z.output<Answer>> {
  const response = await send(pathOf(query.path, input), {
    signal: options.signal ?? null,
    headers: options.link === undefined ? {} : { [linkHeader]: options.link },
  })
  return parseAnswer(query, await readJson(response))
}

/**
 * Writes at once, past the outbox: for what must not be kept in the browser (a password) or makes no
 * sense later (sign-in). Everything else goes through the outbox.
 */
export async function perform<Body extends z.ZodObject, Answer extends z.ZodType>(
  command: Command<Body, Answer>,
  input: { study?: string; body: z.input<Body>; key?: string },
): Promise<z.output<Answer>> {
  const path = pathOf(commandPath(command), { params: { study: input.study } })
  return parseAnswer(command, await postCommand(path, input.key ?? uuidv7(), input.body))
}

/** The same by a link, for whoever has no account: nothing of it may stay in the browser. */
export async function performByLink<Body extends z.ZodObject, Answer extends z.ZodType>(
  command: Command<Body, Answer>,
  { link, body, key }: { link: string; body: z.input<Body>; key: string },
): Promise<z.output<Answer>> {
  const headers = { [linkHeader]: link }
  return parseAnswer(command, await postCommand(commandPath(command), key, body, { headers }))
}

/** Posts a command's body under its key and returns the answer as it came. */
export async function postCommand(
  path: string,
  key: string,
  body: unknown,
  { account, headers = {} }: { account?: string; headers?: Record<string, string> } = {},
): Promise<unknown> {
  const response = await send(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...headers,
      ...(account === undefined ? {} : { 'throughline-account': account }),
    },
    body: JSON.stringify(body),
  })
  return readJson(response)
}

export interface Downloaded {
  blob: Blob
  fileName: string
}

/** Fetches a file; a refusal throws ProblemError instead of leaving the page. */
export async function fetchDownload<Params extends z.ZodObject, Search extends z.ZodObject>(
  download: Download<Params, Search>,
  input: ReadInput<Params, Search>,
): Promise<Downloaded> {
  const response = await send(pathOf(download.path, input), {})
  return {
    blob: await response.blob(),
    fileName: fileNameOf(response.headers.get('content-disposition')) ?? download.name,
  }
}

/** Hands a fetched file to the browser to save. */
export function saveDownloaded({ blob, fileName }: Downloaded): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export interface UploadOptions {
  /** Bytes sent so far and in all. */
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
  key?: string
}

/** Sends a file as the request's body, with progress. Throws as `ask` does; an abort throws AbortError. */
export function sendUpload<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(
  upload: Upload<Params, Search, Answer>,
  input: ReadInput<Params, Search> & { body: Blob },
  options: UploadOptions = {},
): Promise<z.output<Answer>> {
  // fetch cannot tell how much of a body was sent, XMLHttpRequest can
  const request = new XMLHttpRequest()
  request.open('POST', pathOf(upload.path, input))
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader('accept', 'application/json')
  request.setRequestHeader('idempotency-key', options.key ?? uuidv7())
  request.upload.addEventListener('progress', (event) =>
    options.onProgress?.(event.loaded, event.total),
  )
  options.signal?.addEventListener('abort', () => request.abort(), { once: true })
  return new Promise((resolve, reject) => {
    request.addEventListener('abort', () =>
      reject(new DOMException('The upload was stopped.', 'AbortError')),
    )
    request.addEventListener('error', () => {
      connection.heard(false)
      reject(new UnreachableError('The server did not answer.'))
    })
    request.addEventListener('load', () => {
      const response = new Response(request.response, {
        status: request.status,
        headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
      })
      accept(response)
        .then(readJson)
        .then((answer) => resolve(parseAnswer(upload, answer)))
        .catch(reject)
    })
    request.responseType = 'blob'
    request.send(input.body)
  })
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  if (!headers.has('accept'))
    headers.set('accept', 'application/json, application/problem+json, */*')
  let response: Response
  try {
    response = await fetch(path, { ...init, headers, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    connection.heard(false)
    throw new UnreachableError('The server did not answer.')
  }
  return accept(response)
}

/** Lets a success through; throws ProblemError for a refusal and UnreachableError for a server in trouble. */
async function accept(response: Response): Promise<Response> {
  if (response.ok) {
    connection.heard(true)
    return response
  }
  const problem = isJson(response) ? readProblem(await response.json().catch(() => null)) : null
  if (problem !== null) connection.heard(true)
  if (problem === null || isPassing(problem)) {
    if (problem === null) connection.heard(false)
    const seconds = Number(response.headers.get('retry-after'))
    throw new UnreachableError(problem?.detail ?? `The server answered ${response.status}.`, {
      problem,
      retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    })
  }
  if (problem.status === 401) connection.turnedAway()
  throw new ProblemError(problem)
}

/** Troubles that pass by themselves: the same request may succeed a moment later. */
function isPassing({ status, code }: Problem): boolean {
  return status >= 500 || [408, 425, 429].includes(status) || code === 'try-again'
}

async function readJson(response: Response): Promise<unknown> {
  if (!isJson(response)) {
    connection.heard(false)
    throw new UnreachableError('Something else answered in the place of the server.')
  }
  return response.json()
}

function isJson(response: Response): boolean {
  return /^application\/([\w.-]+\+)?json\b/.test(response.headers.get('content-type') ?? '')
}

/** Parses an answer by its contract. */
export function parseAnswer<Answer extends z.ZodType>(
  endpoint: { name: string; answer: Answer },
  body: unknown,
): z.output<Answer> {
  const parsed = endpoint.answer.safeParse(body)
  if (parsed.success) return parsed.data
  throw new AnswerError(
    `The answer to “${endpoint.name}” has a shape that this page does not know: ${parsed.error.message}`,
  )
}

/** The file name of a Content-Disposition header (RFC 6266), the UTF-8 form first. */
export function fileNameOf(disposition: string | null): string | null {
  if (disposition === null) return null
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended)
    } catch {
      return null
    }
  }
  const quoted = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]
  return quoted?.replace(/\\(.)/g, '$1') ?? /filename=([^;\s]+)/i.exec(disposition)?.[1] ?? null
}
