import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Home } from '../../src/platform/home/index.ts'
import { withClient, type RunningPostgres } from '../../src/platform/postgres/index.ts'
import { isPostmasterOf, readPostmaster, signal } from '../../src/platform/postgres/postmaster.ts'

const factSchema = z.object({
  kind: z.string(),
  message: z.string().optional(),
  text: z.string().optional(),
})
type Fact = z.infer<typeof factSchema>

/** An app in a process of its own, which the test may kill. */
export type AppProcess = {
  pid: number
  child: ChildProcess
  /** All that the app has said. */
  facts: Fact[]
  /**
   * Resolves when the app has said a fact of this kind, `times` times from fact number `from` on;
   * rejects when it ends without.
   */
  said(kind: string, times?: number, from?: number): Promise<Fact>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** Starts `app.ts` on a home, in a process group of its own. */
export function startApp(home: Home, ...words: string[]): AppProcess {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('app.ts', import.meta.url)), ...words],
    {
      env: { ...process.env, THROUGHLINE_HOME: home.directory, THROUGHLINE_KEYS: home.keys },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  )
  const facts: Fact[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    // What a killed app was about to say stops in the middle of a line.
    if (line.endsWith('}')) facts.push(factSchema.parse(JSON.parse(line)))
  })
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode ?? 1)

  function said(kind: string, times = 1, from = 0): Promise<Fact> {
    return new Promise((resolve, reject) => {
      let next = from
      let found = 0
      const look = () => {
        for (const fact of facts.slice(next)) {
          if (fact.kind === kind && ++found === times) resolve(fact)
        }
        next = Math.max(next, facts.length)
      }
      lines.on('line', look)
      look()
      void ended.then((how) => {
        look()
        const last = JSON.stringify(facts.slice(-5))
        reject(new Error(`The app ended (${how}) and never said "${kind}": ${last}`))
      })
    })
  }

  return { pid: child.pid ?? 0, child, facts, said, ended }
}

/** The keys of the notes whose commits this app saw acknowledged. */
export function acknowledgedBy(app: AppProcess): string[] {
  return app.facts.flatMap((fact) => (fact.kind === 'acknowledged' && fact.text ? [fact.text] : []))
}

/** The keys of all notes that a server holds. */
export async function keysOf(server: RunningPostgres): Promise<Set<string>> {
  const { rows } = await withClient(server.connection('throughline', 'throughline_app'), (client) =>
    client.query<{ key: string }>(`select split_part(text, ' ', 1) as key from note`),
  )
  return new Set(rows.map((row) => row.key))
}

/** The server process of a home; undefined when none lives. */
export async function findPostgres(home: Home): Promise<number | undefined> {
  const found = await readPostmaster(home.postgres)
  return found && isPostmasterOf(found.pid, home.postgres) ? found.pid : undefined
}

/** Kills what a test left running on a home. */
export async function killPostgres(home: Home): Promise<void> {
  const pid = await findPostgres(home)
  if (pid === undefined) return
  signal(pid, 'SIGKILL')
  while (isPostmasterOf(pid, home.postgres)) await new Promise((resolve) => setTimeout(resolve, 20))
}
