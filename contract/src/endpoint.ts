import { z } from 'zod'

/** A read. `GET path?search`; no side effect. Paths carry `:name` parameters, one for each key of `params`. */
export interface Query<
  Params extends z.ZodObject = z.ZodObject,
  Search extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  kind: 'query'
  name: string
  path: string
  summary: string
  params: Params
  search: Search
  answer: Answer
}

/**
 * A write. It is sent as `POST /api/studies/:study/<name>` (or `POST /api/<name>` when it stands above any study, and
 * `POST /api/visit/<name>` when it comes by a link), with the header `Idempotency-Key: <uuid>`: the same key with the
 * same body gives the same answer and happens once.
 */
export interface Command<
  Body extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  kind: 'command'
  name: string
  scope: 'study' | 'instance' | 'visit'
  summary: string
  body: Body
  answer: Answer
}

/** Bytes out: a file that the browser saves. */
export interface Download<
  Params extends z.ZodObject = z.ZodObject,
  Search extends z.ZodObject = z.ZodObject,
> {
  kind: 'download'
  name: string
  path: string
  summary: string
  params: Params
  search: Search
  mediaTypes: readonly string[]
}

/** Bytes in: the request's body is the file itself, its name stands in the search part. */
export interface Upload<
  Params extends z.ZodObject = z.ZodObject,
  Search extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  kind: 'upload'
  name: string
  path: string
  summary: string
  params: Params
  search: Search
  answer: Answer
}

export type Endpoint = Query | Command | Download | Upload

/** The parameters of a path that needs none but the study. */
export const inStudy = z.object({ study: z.uuid() })

/** For endpoints without parameters or without a search part. */
export const nothing = z.object({})

export function query<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(definition: Omit<Query<Params, Search, Answer>, 'kind'>): Query<Params, Search, Answer> {
  return { kind: 'query', ...definition }
}

export function command<Body extends z.ZodObject, Answer extends z.ZodType>(
  definition: Omit<Command<Body, Answer>, 'kind' | 'scope'> & { scope?: Command['scope'] },
): Command<Body, Answer> {
  return { kind: 'command', scope: 'study', ...definition }
}

export function download<Params extends z.ZodObject, Search extends z.ZodObject>(
  definition: Omit<Download<Params, Search>, 'kind'>,
): Download<Params, Search> {
  return { kind: 'download', ...definition }
}

export function upload<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(definition: Omit<Upload<Params, Search, Answer>, 'kind'>): Upload<Params, Search, Answer> {
  return { kind: 'upload', ...definition }
}

/** The path at which a command is received; `:study` stands in it when the command belongs to a study. */
export function commandPath({ name, scope }: Pick<Command, 'name' | 'scope'>): string {
  if (scope === 'study') return `/api/studies/:study/${name}`
  return scope === 'visit' ? `/api/visit/${name}` : `/api/${name}`
}

/** The header that carries the secret part of a link by which somebody without an account comes. */
export const linkHeader = 'throughline-link'

/** Whether an endpoint is for whoever comes by a link, without an account. */
export function isVisit(endpoint: Endpoint): boolean {
  return endpoint.kind === 'command'
    ? endpoint.scope === 'visit'
    : endpoint.path.startsWith('/api/visit/')
}
