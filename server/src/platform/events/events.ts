import { sql } from 'kysely'
import pg from 'pg'
import type { LiveEvent } from '@throughline/contract/platform'
import type { Database } from '../database/database.ts'
import type { EventDraft, StepContext } from '../commands/step.ts'

type Reaction = (
  context: StepContext,
  data: Record<string, unknown>,
) => Promise<readonly EventDraft[]>
type Listener = (event: LiveEvent & { study: string; may: string }) => void

/** Told in two ways: to later rooms inside the transaction, and to browsers a moment after it. */
export interface Events {
  /** A later room reacts in the same transaction; what its reaction causes in turn is told as well. */
  subscribe(name: string, reaction: Reaction): void
  /** All events of a step together with those that the reactions to them caused. */
  withReactions(context: StepContext, drafts: readonly EventDraft[]): Promise<readonly EventDraft[]>
  /** Hear of a study's events after `position`; returns how to stop. */
  listen(study: string, listener: Listener): () => void
  /** What happened in a study after `position`, oldest first, up to 1,000. */
  since(study: string, position: number): Promise<(LiveEvent & { study: string; may: string })[]>
  lastPosition(): Promise<number>
  /** The position from which one hears all of a study that was told in the last `seconds`. */
  positionBefore(study: string, seconds: number): Promise<number>
  /** Say that something was committed: it is sealed and published within `publishAfter` ms. */
  committed(): void
  start(): Promise<void>
  close(): Promise<void>
}

const publishAfter = 60
/** Other processes on the same database publish their own steps; this catches what a killed one left. */
const sweepEvery = 5_000
const cascadeLimit = 50
/** Who was away for longer fetches everything anew. */
const rememberedDays = 7
const forgetEvery = 60 * 60_000
const forgottenAtOnce = 5_000

interface EventRow {
  study_id: string
  position: number
  name: string
  may: string
  account_id: string | null
  command: string | null
  data: Record<string, unknown>
  at: Date
}

export function createEvents(database: Database, app: pg.ClientConfig): Events {
  const reactions = new Map<string, Reaction[]>()
  const listeners = new Map<string, Set<Listener>>()
  let position = 0
  let timer: NodeJS.Timeout | null = null
  let sweep: NodeJS.Timeout | null = null
  let forget: NodeJS.Timeout | null = null
  let ear: pg.Client | null = null
  let closed = false
  let publishing: Promise<void> = Promise.resolve()
  let nextWaits = false

  async function publish() {
    try {
      await sql`select publish_steps()`.execute(database.kysely)
    } catch {
      // The database is away; the sweep publishes what was committed once it is back.
    }
  }

  /** One round at a time: what is committed while one runs is published by the next, however long the round takes. */
  function publishNext() {
    if (nextWaits) return
    nextWaits = true
    publishing = publishing.then(() => {
      nextWaits = false
      return publish()
    })
  }

  function committed() {
    if (timer || closed) return
    timer = setTimeout(() => {
      timer = null
      publishNext()
    }, publishAfter)
  }

  async function read(studies: string[], after: number) {
    const { rows } =
      await sql<EventRow>`select * from events_since(${after}, ${studies}::uuid[])`.execute(
        database.kysely,
      )
    return rows.map((row) => ({
      study: row.study_id,
      position: row.position,
      name: row.name,
      may: row.may,
      account: row.account_id,
      command: row.command,
      at: row.at.toISOString(),
      data: row.data,
    }))
  }

  /** A piece at a time, so that nobody waits for it. */
  async function forgetOld(): Promise<void> {
    try {
      let forgotten: number
      do {
        const { rows } = await sql<{
          forgotten: number
        }>`select forget_old_events(make_interval(days => ${rememberedDays}), ${forgottenAtOnce}) as forgotten`.execute(
          database.kysely,
        )
        forgotten = rows[0]?.forgotten ?? 0
      } while (forgotten === forgottenAtOnce)
    } catch {
      // The database is away; in an hour it is tried again.
    }
  }

  let delivering = false
  let deliverAgain = false
  async function deliver() {
    if (delivering) {
      deliverAgain = true
      return
    }
    delivering = true
    try {
      do {
        deliverAgain = false
        const studies = [...listeners.keys()]
        const events = studies.length > 0 ? await read(studies, position) : []
        for (const event of events) {
          position = Math.max(position, event.position)
          for (const listener of listeners.get(event.study) ?? []) listener(event)
        }
        if (events.length === 1000) deliverAgain = true
      } while (deliverAgain)
    } catch {
      // The next notification or the sweep tries again from the same position.
    } finally {
      delivering = false
    }
  }

  async function listenToDatabase(): Promise<void> {
    if (closed) return
    const client = new pg.Client(app)
    client.on('error', () => {})
    client.on('notification', () => void deliver())
    client.on('end', () => {
      if (!closed) setTimeout(() => void listenToDatabase(), 500)
    })
    try {
      await client.connect()
      await client.query('listen throughline_events')
      ear = client
      await deliver()
    } catch {
      await client.end().catch(() => {})
    }
  }

  return {
    subscribe(name, reaction) {
      reactions.set(name, [...(reactions.get(name) ?? []), reaction])
    },
    async withReactions(context, drafts) {
      const all = [...drafts]
      for (let index = 0; index < all.length; index += 1) {
        if (index >= cascadeLimit && all.length > drafts.length + cascadeLimit)
          throw new Error(`More than ${cascadeLimit} events follow from one step.`)
        const draft = all[index]
        if (!draft) break
        for (const reaction of reactions.get(draft.name) ?? [])
          all.push(...(await reaction(context, draft.data)))
      }
      return all
    },
    listen(study, listener) {
      const set = listeners.get(study) ?? new Set()
      set.add(listener)
      listeners.set(study, set)
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(study)
      }
    },
    since: (study, after) => read([study], after),
    lastPosition,
    async positionBefore(study, seconds) {
      const { rows } = await sql<{
        position: number
      }>`select event_position_before(${study}, make_interval(secs => ${seconds})) as position`.execute(
        database.kysely,
      )
      return rows[0]?.position ?? 0
    },
    committed,
    async start() {
      position = await lastPosition()
      await listenToDatabase()
      sweep = setInterval(() => {
        publishNext()
        // A notification may have been lost with its connection, or its delivery have failed.
        void deliver()
      }, sweepEvery)
      forget = setInterval(() => void forgetOld(), forgetEvery)
      forget.unref()
    },
    async close() {
      closed = true
      if (forget) clearInterval(forget)
      if (timer) clearTimeout(timer)
      if (sweep) clearInterval(sweep)
      await publishing
      await publish()
      await ear?.end().catch(() => {})
    },
  }

  async function lastPosition() {
    const { rows } = await sql<{
      position: number
    }>`select last_event_position() as position`.execute(database.kysely)
    return rows[0]?.position ?? 0
  }
}
