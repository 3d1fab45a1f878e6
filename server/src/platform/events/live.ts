import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { signedIn } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'

const heartbeatEvery = 20_000
const path = '/api/studies/:study/events'
/** A browser that does not read is cut off at so many bytes; when it comes back it goes on where it was. */
const mostUnread = 1024 * 1024

/** Seconds; a page whose answers are older fetches them again. */
const oldestAge = 3_600

type Told = Awaited<ReturnType<Platform['events']['since']>>[number]

/**
 * Server-sent events of a study. A browser that comes back within a week names the last position it saw
 * (`Last-Event-ID`), and one that comes for the first time says how many seconds old its answers are (`?age=`):
 * neither misses anything; what a member may do is looked up again at every heartbeat, so who left hears no more.
 */
export function liveRoute(app: FastifyInstance, platform: Platform): void {
  app.get(path, { logLevel: 'silent' }, async (request, reply) => {
    const account = await signedIn(platform, request)
    const study = z.object({ study: z.uuid() }).safeParse(request.params)
    if (!study.success) throw Problem.notFound('This study does not exist, or you are not in it.')
    const id = study.data.study
    let actions = await actionsOf(account.id, id)
    if (!actions) throw Problem.notFound('This study does not exist, or you are not in it.')
    const resumed = z.coerce.number().int().min(0).safeParse(request.headers['last-event-id'])

    // A position beyond the last one is another database's: what follows now is what there is to hear.
    const last = await platform.events.lastPosition()
    const age = z.coerce
      .number()
      .min(0)
      .max(oldestAge)
      .safeParse(Reflect.get(Object(request.query), 'age'))
    let position = resumed.success
      ? Math.min(resumed.data, last)
      : age.success
        ? await platform.events.positionBefore(id, age.data)
        : last

    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    stream.write(`retry: 2000\nid: ${position}\n\n`)

    const tell = (event: Told) => {
      if (event.position <= position || stream.writableEnded) return
      position = event.position
      const { may, study: _, ...live } = event
      if (may !== '' && !actions?.has(may)) return
      stream.write(`id: ${position}\ndata: ${JSON.stringify(live)}\n\n`)
      if (stream.writableLength > mostUnread) stream.destroy()
    }
    /** What happens while the past is told waits for its turn. */
    let meanwhile: Told[] | null = []
    const stop = platform.events.listen(id, (event) =>
      meanwhile ? meanwhile.push(event) : tell(event),
    )
    const heartbeat = setInterval(() => {
      actionsOf(account.id, id).then(
        (now) => {
          actions = now
          if (!now) stream.end()
          else if (!stream.writableEnded) stream.write(': still here\n\n')
        },
        () => stream.end(),
      )
    }, heartbeatEvery)
    stream.on('error', () => stream.destroy())
    stream.on('close', () => {
      clearInterval(heartbeat)
      stop()
    })
    try {
      for (;;) {
        const missed = await platform.events.since(id, position)
        if (missed.length === 0) break
        for (const event of missed) tell(event)
      }
    } catch {
      // The database is away: the browser comes back by itself and goes on from the last position it heard.
      stream.destroy()
      return
    }
    const heard = meanwhile
    meanwhile = null
    for (const event of heard) tell(event)
  })

  async function actionsOf(account: string, study: string): Promise<Set<string> | null> {
    const { rows } = await sql<{ role: string | null; may: string | null }>`
      select * from membership_of(${account}, ${study})`.execute(platform.database.kysely)
    const [row] = rows
    return row?.role ? new Set((row.may ?? '').split(',').filter(Boolean)) : null
  }
}
