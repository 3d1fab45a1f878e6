// A small app for the tests to kill: takes the home, opens the database, and with `--writers N`
// writes until it is ended. Says what happens on standard output, one JSON object a line.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { lockHome, prepareHome, resolveHome, StartFailure } from '../../src/platform/home/index.ts'
import { openServer, withClient, type DatabaseServer } from '../../src/platform/postgres/index.ts'

const { values: flags } = parseArgs({
  options: {
    writers: { type: 'string', default: '0' },
    /** Starts the server with this setting, as another release of the app might. */
    'work-mem': { type: 'string' },
  },
})

function say(fact: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}

try {
  const home = resolveHome(process.env)
  await prepareHome(home)
  const lock = lockHome(home)
  const server = await openServer({
    home,
    ...(flags['work-mem'] && { settings: { work_mem: flags['work-mem'] } }),
    log: (message) => say({ kind: 'log', message }),
    notify: (event) => say({ ...event, kind: `database ${event.kind}` }),
  })
  await withClient(server.ownerConfig, (client) =>
    client.query(`
      create table if not exists note (id bigint generated always as identity, text text not null unique);
      grant select, insert on note to throughline_app`),
  )
  // While the process ends, the database must still answer: it is asked once more.
  process.once('SIGINT', () => void end(server, lock.release))
  say({ kind: 'ready' })
  for (let number = 0; number < Number(flags.writers); number++) void write(server, number)
} catch (error) {
  if (!(error instanceof StartFailure)) throw error
  say({ kind: 'failed', message: error.message })
  process.exit(error.exitCode)
}

async function end(server: DatabaseServer, release: () => void): Promise<void> {
  await withClient(server.appConfig, (client) =>
    client.query('insert into note (text) values ($1)', ['written after Ctrl-C']),
  )
  await server.stop()
  release()
  process.exit(0)
}

/** Writes note after note, each in a commit of its own, and says the keys that are acknowledged. */
async function write(server: DatabaseServer, writer: number): Promise<void> {
  const config = { ...server.appConfig, connectionTimeoutMillis: 2000 }
  for (let attempt = 0; ; attempt++) {
    try {
      await withClient(config, async (client) => {
        for (let number = 0; ; number++) {
          const key = `${process.pid}-${writer}-${attempt}-${number}`
          await client.query('insert into note (text) values ($1)', [`${key} ${'x'.repeat(2000)}`])
          say({ kind: 'acknowledged', text: key })
        }
      })
    } catch (error) {
      say({ kind: 'refused', message: error instanceof Error ? error.message : String(error) })
      await sleep(100)
    }
  }
}
