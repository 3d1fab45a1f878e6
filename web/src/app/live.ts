import { liveEvent } from '@throughline/contract/platform'
import type { LiveEvent } from '@throughline/contract/platform'
import { useEffect, useRef } from 'react'
import { connection } from './connection.ts'
import { outbox } from './outbox/index.ts'
import { liveOf, queryClient } from './queries.ts'

type Handler = (event: LiveEvent) => void
/** `resync`: events may have been missed, so everything of the study is fetched again. */
type Message = { kind: 'event'; event: LiveEvent } | { kind: 'resync' }

interface Stream {
  handlers: Set<Handler>
  users: number
  stop: () => void
}

const streams = new Map<string, Stream>()
const longestPause = 30_000

/** Commands of this browser that look after the cache themselves: their own events need no second fetch. */
function isLookedAfter(event: LiveEvent): boolean {
  return event.command !== null && ownKeys.has(event.command)
}

const ownKeys = new Set<string>()
outbox.subscribe(() => {
  for (const one of outbox.state.pending) if (outbox.settles(one.command)) ownKeys.add(one.key)
})

function matches(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(prefix.endsWith('.') ? prefix : `${prefix}.`)
}

function isOf(study: string, queryKey: readonly unknown[]): boolean {
  const params: unknown = queryKey[1]
  return typeof params === 'object' && params !== null && Reflect.get(params, 'study') === study
}

function refetch(study: string, name: string | null): void {
  queryClient
    .invalidateQueries({
      predicate: ({ queryKey }) =>
        isOf(study, queryKey) &&
        (name === null || [...liveOf(queryKey)].some((prefix) => matches(name, prefix))),
    })
    .catch(reportError)
}

/**
 * One stream per study and browser: browsers allow six connections to a server, so tabs share. Whoever holds
 * the lock listens and tells the others.
 */
function open(study: string): Stream {
  const channel = new BroadcastChannel(`throughline-live:${study}`)
  const over = new AbortController()
  const stream: Stream = {
    handlers: new Set(),
    users: 0,
    stop() {
      over.abort()
      channel.close()
    },
  }
  const receive = (message: Message) => {
    if (message.kind === 'resync') return refetch(study, null)
    for (const handler of stream.handlers) handler(message.event)
    if (!isLookedAfter(message.event)) refetch(study, message.event.name)
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data))
  const tell = (message: Message) => {
    channel.postMessage(message)
    receive(message)
  }
  takeTurn(`throughline-live:${study}`, over.signal, (isTakenOver) =>
    listen(study, over.signal, isTakenOver, tell),
  ).catch((error: unknown) => {
    if (!over.signal.aborted) reportError(error)
  })
  return stream
}

/** Runs while holding a lock; says whether another tab held it before, so that something may have been missed. */
async function takeTurn(
  lock: string,
  over: AbortSignal,
  run: (isTakenOver: boolean) => Promise<void>,
): Promise<void> {
  const wasFree = await navigator.locks.request(lock, { ifAvailable: true }, async (held) => {
    if (held !== null) await run(false)
    return held !== null
  })
  if (!wasFree && !over.aborted)
    await navigator.locks.request(lock, { signal: over }, () => run(true))
}

/** Seconds that a page's first questions may be under way before their answers are here. */
const underWay = 10
/** Seconds; what the server tells of the past, at most. */
const toldOfPast = 3_600

/** When the oldest answer about this study came that is still in memory; now, where there is none. */
function oldestAnswer(study: string): number {
  const times = queryClient
    .getQueryCache()
    .findAll({
      predicate: ({ queryKey, state }) => isOf(study, queryKey) && state.dataUpdatedAt > 0,
    })
    .map(({ state }) => state.dataUpdatedAt)
  return Math.min(Date.now(), ...times)
}

/** Listens until aborted. The browser resumes a broken stream by Last-Event-ID; a closed one is opened anew. */
async function listen(
  study: string,
  over: AbortSignal,
  isTakenOver: boolean,
  tell: (message: Message) => void,
): Promise<void> {
  // the lock may be granted just after the page that asked for it was left
  if (over.aborted) return
  await new Promise<void>((resolve) => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    let pause = 1_000
    let mayHaveMissed = isTakenOver
    const start = () => {
      const age = Math.ceil((Date.now() - oldestAnswer(study)) / 1000) + underWay
      mayHaveMissed ||= age > toldOfPast
      source = new EventSource(
        `/api/studies/${encodeURIComponent(study)}/events?age=${Math.min(age, toldOfPast)}`,
      )
      source.addEventListener('open', () => {
        connection.heard(true)
        outbox.retryNow()
        pause = 1_000
        if (mayHaveMissed) tell({ kind: 'resync' })
        mayHaveMissed = true
      })
      source.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data !== 'string') return
        const parsed = liveEvent.safeParse(JSON.parse(data))
        if (parsed.success) tell({ kind: 'event', event: parsed.data })
      })
      source.addEventListener('error', () => {
        connection.heard(false)
        if (source.readyState !== EventSource.CLOSED) return
        timer = setTimeout(start, pause)
        pause = Math.min(pause * 2, longestPause)
      })
    }
    start()
    over.addEventListener('abort', () => {
      clearTimeout(timer)
      source.close()
      resolve()
    })
  })
}

/**
 * Hears what happens in a study while on screen. `names` are event names or prefixes (`coding` hears
 * `coding.added`); without a handler it only keeps the study's stream open, which is enough for queries with
 * `live` prefixes: those fetch again by themselves. The study's shell does that already.
 */
export function useLive(study: string, names: readonly string[] = [], handler?: Handler): void {
  const latest = useRef({ names, handler })
  useEffect(() => {
    latest.current = { names, handler }
  })
  useEffect(() => {
    const stream = streams.get(study) ?? open(study)
    streams.set(study, stream)
    stream.users += 1
    const receive: Handler = (event) => {
      const { names: wanted, handler: handle } = latest.current
      if (handle && wanted.some((name) => matches(event.name, name))) handle(event)
    }
    stream.handlers.add(receive)
    return () => {
      stream.handlers.delete(receive)
      stream.users -= 1
      if (stream.users > 0) return
      stream.stop()
      streams.delete(study)
    }
  }, [study])
}
