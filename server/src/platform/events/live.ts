import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { signedIn } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'

const heartbeatEvery = 20_000
const path = '/api/studies/:study/events'

/**
 * Server-sent events of a study. A browser that comes back names the last position it saw (`Last-Event-ID`) and
 * misses nothing; what a member may do is looked up again at every heartbeat, so who left hears no more.
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

    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    let position = resumed.success ? resumed.data : await platform.events.lastPosition()
    stream.write(`retry: 2000\nid: ${position}\n\n`)

    const tell = (event: Awaited<ReturnType<typeof platform.events.since>>[number]) => {
      if (event.position <= position) return
      position = event.position
      const { may, study: _, ...live } = event
      if (may === '' || actions?.has(may))
        stream.write(`id: ${position}\ndata: ${JSON.stringify(live)}\n\n`)
    }
    const stop = platform.events.listen(id, tell)
    for (const event of await platform.events.since(id, position)) tell(event)
    const heartbeat = setInterval(() => {
      actionsOf(account.id, id).then(
        (now) => {
          actions = now
          if (now) stream.write(': still here\n\n')
          else stream.end()
        },
        () => stream.end(),
      )
    }, heartbeatEvery)
    stream.on('close', () => {
      clearInterval(heartbeat)
      stop()
    })
  })

  async function actionsOf(account: string, study: string): Promise<Set<string> | null> {
    const { rows } = await sql<{ role: string | null; may: string | null }>`
      select * from membership_of(${account}, ${study})`.execute(platform.database.kysely)
    const [row] = rows
    return row?.role ? new Set((row.may ?? '').split(',').filter(Boolean)) : null
  }
}
