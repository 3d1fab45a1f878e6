import { Agent, request } from 'node:http'
import { randomUUID } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { type Outcome, type Work, work } from './work.ts'

/** Clients in a process of their own, so that their work is not counted as the server's. Told by a message what to do. */
process.once('message', (message) => {
  void run(work.parse(message)).then(
    (outcome) => process.send?.(outcome, () => process.disconnect()),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function run(task: Work): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: task.clients })
  const times: number[] = []
  const next = requestsOf(task)
  const started = performance.now()
  const end = started + task.seconds * 1000
  await Promise.all(
    Array.from({ length: task.clients }, async (_, client) => {
      const cookie = task.cookies[client % task.cookies.length] ?? ''
      while (performance.now() < end) {
        const { path, body } = next()
        const sent = performance.now()
        await send(agent, task.origin, path, cookie, body)
        times.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
  return {
    answers: times.length,
    perSecond: times.length / seconds,
    median: at(0.5),
    p95: at(0.95),
    longest: at(1),
  }
}

function requestsOf({ task }: Work): () => { path: string; body: string | null } {
  let number = 0
  if (task.kind === 'get') {
    const { paths } = task
    return () => ({ path: paths[number++ % paths.length] ?? '/', body: null })
  }
  let state = task.seed
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return () => {
    const from = draw(58_000)
    return {
      path: `/api/studies/${task.study}/add-coding`,
      body: JSON.stringify({
        id: uuidv7(),
        transcript: task.transcripts[draw(task.transcripts.length)],
        code: task.codes[draw(task.codes.length)],
        from,
        to: from + 20 + draw(900),
      }),
    }
  }
}

function send(
  agent: Agent,
  origin: string,
  path: string,
  cookie: string,
  body: string | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { cookie }
    if (body !== null) {
      headers['content-type'] = 'application/json'
      headers['content-length'] = String(Buffer.byteLength(body))
      headers['idempotency-key'] = randomUUID()
    }
    const sent = request(
      origin + path,
      { agent, method: body === null ? 'GET' : 'POST', headers },
      (answer) => {
        let said = ''
        const refused = answer.statusCode !== 200
        answer.on('data', (chunk: Buffer) => {
          if (refused) said += chunk.toString()
        })
        answer.on('end', () =>
          refused ? reject(new Error(`${path}: ${answer.statusCode} ${said}`)) : resolve(),
        )
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}
