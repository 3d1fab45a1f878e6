import type { Command, Query } from '@throughline/contract/endpoint'
import { QueryClient, queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import type { z } from 'zod'
import { ask } from './client.ts'
import type { ReadInput } from './client.ts'
import { outbox } from './outbox/index.ts'
import { UnreachableError } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { keep?: boolean }
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 30 * 60_000,
      // the browser's idea of being online says nothing about a server on the same machine
      networkMode: 'always',
      placeholderData: (last: unknown, query?: { meta?: { keep?: boolean } | undefined }) =>
        query?.meta?.keep ? last : undefined,
      retry: (failures, error) => error instanceof UnreachableError && failures < 3,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

export interface AskOptions {
  /** Event-name prefixes; such an event in the query's study makes it fetch again. */
  live?: readonly string[]
  enabled?: boolean
  staleTime?: number
  /** Keep showing the last answer while another input's answer is fetched (lists with filters). */
  keep?: boolean
}

const livePrefixes = new Map<string, Set<string>>()

/**
 * The event-name prefixes that make a query fetch again. Several parts of a page read the same query; it is enough
 * that one of them named the event.
 */
export function liveOf(queryKey: readonly unknown[]): ReadonlySet<string> {
  return livePrefixes.get(String(queryKey[0])) ?? new Set()
}

function keepFresh(queryName: string, prefixes: readonly string[]): void {
  const known = livePrefixes.get(queryName) ?? new Set()
  for (const prefix of prefixes) known.add(prefix)
  livePrefixes.set(queryName, known)
}

/** The cache key of a query: its name, then params, then search. */
export function keyOf<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(query: Query<Params, Search, Answer>, input: ReadInput<Params, Search>) {
  return [query.name, input.params ?? {}, input.search ?? {}] as const
}

/** Options for TanStack Query, for prefetching in a route's loader and for `useSuspenseQuery`. */
export function asking<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(
  query: Query<Params, Search, Answer>,
  input: ReadInput<Params, Search>,
  options: AskOptions = {},
) {
  keepFresh(query.name, options.live ?? [])
  return queryOptions<z.output<Answer>>({
    queryKey: keyOf(query, input),
    queryFn: ({ signal }) => ask(query, input, { signal }),
    meta: { keep: options.keep ?? false },
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  })
}

/** Reads and keeps reading: cached by name and input, refetched on focus and on the `live` events. */
export function useAsk<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(
  query: Query<Params, Search, Answer>,
  input: ReadInput<Params, Search>,
  options?: AskOptions,
): UseQueryResult<z.output<Answer>> {
  return useQuery(asking(query, input, options))
}

/** Fetches again whatever of this query is on screen; without input, for every input. */
export function refresh<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(query: Query<Params, Search, Answer>, input?: ReadInput<Params, Search>): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: input ? keyOf(query, input) : [query.name] })
}

/** Changes a cached answer in place; does nothing where there is none yet. */
export function amend<
  Params extends z.ZodObject,
  Search extends z.ZodObject,
  Answer extends z.ZodType,
>(
  query: Query<Params, Search, Answer>,
  input: ReadInput<Params, Search>,
  change: (answer: z.output<Answer>) => z.output<Answer>,
): void {
  queryClient.setQueryData<z.output<Answer>>(keyOf(query, input), (answer) =>
    answer === undefined ? undefined : change(answer),
  )
}

/** What a person does with a form or a button: study (null above studies), body, and a sentence for the outbox. */
export interface Doing<Body extends z.ZodObject> {
  study: string | null
  body: z.input<Body>
  /** “what you did”, shown while it waits and if it is refused: “Renamed a code to Self-blame” */
  describe: string
}

/**
 * A command by way of the outbox, as a TanStack mutation: `isPending` until the server acknowledged,
 * `error` a ProblemError when it refused. `queries` are fetched again afterwards.
 */
export function useCommand<Body extends z.ZodObject, Answer extends z.ZodType>(
  command: Command<Body, Answer>,
  options: { refreshes?: readonly { name: string }[] } = {},
): UseMutationResult<z.output<Answer>, Error, Doing<Body>> {
  return useMutation({
    mutationFn: ({ study, body, describe }: Doing<Body>) =>
      outbox.enqueue({ command, study, body, describe }).acknowledged,
    onSuccess: async () => {
      await Promise.all(
        (options.refreshes ?? []).map((query) =>
          queryClient.invalidateQueries({ queryKey: [query.name] }),
        ),
      )
    },
  })
}
