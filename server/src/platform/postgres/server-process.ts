import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { diskFull, StartFailure } from '../home/index.ts'
import type { Account } from './account.ts'
import { tellsOfFullDisk } from './data-directory.ts'
import { endStraySessions, isPostmasterOf, readPostmaster, signal } from './postmaster.ts'
import { port, superuser } from './settings.ts'

/** All that is needed to start the server, again and again. */
export type ServerPlan = {
  program: string
  words: string[]
  clusterName: string
  account: Account | undefined
  dataDirectory: string
  socketDirectory: string
  log: (message: string) => void
}

/** A server that answers. */
export type ServerProcess = {
  pid: number
  /** True when it ran already, left behind by an app that was killed. */
  attached: boolean
  /** Settles when the process is gone. */
  ended: Promise<void>
}

/** How long a server that is dying, or does not answer, may keep a start waiting. Milliseconds. */
const patience = 10_000

/**
 * Attaches to the server that runs on the data directory, or starts one, and waits until it
 * answers. What a killed app or server left behind (locks, sessions, zombies) is cleared away.
 *
 * @throws StartFailure with what hindered it
 */
export async function openProcess(plan: ServerPlan): Promise<ServerProcess> {
  const deadline = Date.now() + patience
  for (;;) {
    const running = await attach(plan)
    if (running) return running
    await removeStaleLocks(plan)
    const started = await startProcess(plan)
    if (typeof started !== 'string') return started
    const passing = /lock file .* already exists|shared memory block .* still in use/.test(started)
    if (!passing || Date.now() > deadline) throw await explain(plan, started)
    // Sessions that are about to notice their server's death get a moment to do so.
    if (Date.now() > deadline - patience * 0.8) endStraySessions(plan.clusterName)
    await sleep(250)
  }
}

async function attach(plan: ServerPlan): Promise<ServerProcess | undefined> {
  const found = await readPostmaster(plan.dataDirectory)
  if (!found) return undefined
  const lives = () => isPostmasterOf(found.pid, plan.dataDirectory)
  let deadline = Date.now() + patience
  while (lives()) {
    const answer = await ask(found.socketDirectory)
    if (answer.kind === 'ready' && answer.clusterName === plan.clusterName) {
      return { pid: found.pid, attached: true, ended: pollUntil(() => !lives()) }
    }
    if (answer.kind === 'ready') {
      plan.log('A database server of another release or with other settings runs; restarting it.')
      signal(found.pid, 'SIGINT')
      await pollUntil(() => !lives())
      return undefined
    }
    if (answer.kind === 'busy') deadline = Date.now() + patience
    if (Date.now() > deadline) {
      throw new StartFailure(
        'databaseUnavailable',
        `A database server (process ${found.pid}) runs on ${plan.dataDirectory} and does not ` +
          `answer. End it (kill -9 ${found.pid}) and start again.`,
      )
    }
    await sleep(100)
  }
  return undefined
}

/**
 * Removes lock files whose process is no server of ours. PostgreSQL does that too, but not when
 * another process of the same user has got the number, or the dead one was never reaped.
 */
async function removeStaleLocks({ dataDirectory, socketDirectory }: ServerPlan): Promise<void> {
  const locks = [
    join(dataDirectory, 'postmaster.pid'),
    join(socketDirectory, `.s.PGSQL.${port}.lock`),
  ]
  for (const lock of locks) {
    const text = await readFile(lock, 'utf8').catch(() => undefined)
    if (text === undefined || isPostmasterOf(Number.parseInt(text), dataDirectory)) continue
    await rm(lock, { force: true })
  }
}

/** The started server, or what it said before it ended. */
async function startProcess(plan: ServerPlan): Promise<ServerProcess | string> {
  const child = spawn(plan.program, plan.words, {
    ...plan.account,
    cwd: '/',
    env: { LC_ALL: 'C' },
    // A process group of its own: Ctrl-C at the terminal must reach the app alone, which still
    // needs the database to end well.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 20_000) said += text
  })
  // Not 'close': sessions that outlive their server keep its standard error open.
  const ended = once(child, 'exit').then(() => undefined)
  const silent = once(child, 'close')
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw new StartFailure(
      'databaseUnavailable',
      `PostgreSQL could not be run (${String(error)}). The built-in database needs a Linux with ` +
        'glibc (not Alpine) or macOS; elsewhere set DATABASE_URL to use a PostgreSQL server.',
      { cause: error },
    )
  }
  const pid = child.pid ?? 0
  const longStart = Date.now() + patience
  let told = false
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await ask(plan.socketDirectory)
    if (answer.kind === 'ready') return { pid, attached: false, ended }
    if (!told && Date.now() > longStart) {
      plan.log('The database is recovering from an interrupted end; this can take a while.')
      told = true
    }
    await Promise.race([ended, sleep(30)])
  }
  await Promise.race([silent, sleep(500)])
  return said
}

type Answer = { kind: 'ready'; clusterName: string } | { kind: 'busy' } | { kind: 'silent' }

async function ask(socketDirectory: string): Promise<Answer> {
  const client = new pg.Client({
    host: socketDirectory,
    port,
    user: superuser,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
  })
  // The server may end while we speak; then the query fails too.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      `select current_setting('cluster_name') as name`,
    )
    return { kind: 'ready', clusterName: rows[0]?.name ?? '' }
  } catch (error) {
    // 57P03: starting, recovering or shutting down. 53300: all connections taken, so it lives.
    const busy = error instanceof pg.DatabaseError && ['57P03', '53300'].includes(error.code ?? '')
    return { kind: busy ? 'busy' : 'silent' }
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function pollUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(200)
}

async function explain(plan: ServerPlan, said: string): Promise<StartFailure> {
  const disk = await statfs(plan.dataDirectory)
  // Less than one segment of the write-ahead log. What the server said last may be in its log file
  // only, and that is on the same disk.
  const full = disk.bavail * disk.bsize < 17 * 1024 * 1024
  if (full || tellsOfFullDisk(said)) {
    return diskFull(plan.dataDirectory, said)
  }
  return new StartFailure(
    'databaseUnavailable',
    `The database in ${plan.dataDirectory} could not be started. PostgreSQL said: ` +
      `${said.trim() || 'nothing'} (its log is in the folder logs/postgres of the home)`,
  )
}
