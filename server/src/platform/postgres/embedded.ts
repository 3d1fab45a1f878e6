import { chown, mkdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import { explainFileError, prepareHome, type Home } from '../home/index.ts'
import { serverAccount, type Account } from './account.ts'
import { resolveBinaries } from './binaries.ts'
import { prepareDataDirectory } from './data-directory.ts'
import { isPostmasterOf, signal } from './postmaster.ts'
import { openProcess, type ServerPlan, type ServerProcess } from './server-process.ts'
import {
  port,
  serverArguments,
  serverSettings,
  superuser,
  type ServerSettings,
} from './settings.ts'
import { prepareSocketDirectory } from './socket-directory.ts'

/** What happens to the server while the app runs. Its connections are lost meanwhile. */
export type DatabaseEvent =
  | { kind: 'lost' }
  /** It could not be started again, for this reason; it is tried again every few seconds. */
  | { kind: 'unavailable'; message: string }
  | { kind: 'restored' }

export type RunningPostgres = {
  socketDirectory: string
  port: number
  superuser: string
  /** True when the server ran already, left behind by an app that was killed. */
  attached: boolean
  /** The server's process at this moment; another one after it was restarted. */
  pid(): number
  connection(database: string, user: string): ClientConfig
  /** Ends the server in good order: sessions are cut off, what was committed is on disk. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  home: Home
  log: (message: string) => void
  notify?: (event: DatabaseEvent) => void
  /** Settings that differ from ours, as for throw-away databases of tests. */
  settings?: ServerSettings
}

/**
 * Starts the embedded PostgreSQL of a home, or attaches to the one that runs there, and keeps it
 * running until `stop`. The caller holds the home's lock.
 *
 * @throws StartFailure with a sentence for the person at the terminal
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<RunningPostgres> {
  const plan = await prepare(options)
  const first = await openProcess(plan)
  if (first.attached) options.log('Attached to the database server that was already running.')
  const supervised = supervise(plan, first, options.notify ?? (() => undefined))
  return {
    socketDirectory: plan.socketDirectory,
    port,
    superuser,
    attached: first.attached,
    ...supervised,
    connection: (database, user) => ({
      host: plan.socketDirectory,
      port,
      database,
      user,
      ssl: false,
    }),
  }
}

async function prepare({ home, log, settings }: EmbeddedOptions): Promise<ServerPlan> {
  await prepareHome(home)
  try {
    const account = await serverAccount(home.postgres)
    const binaries = await resolveBinaries(home.binaries, account)
    await prepareDataDirectory(home.postgres, binaries, account)
    // One name for one directory, whichever link led here: processes are recognised by it.
    const dataDirectory = await realpath(home.postgres)
    const socketDirectory = await prepareSocketDirectory(home, account)
    const logs = await prepareLogs(home, account)
    return {
      program: join(binaries.directory, 'postgres'),
      ...serverArguments(
        dataDirectory,
        binaries.version,
        serverSettings({ socketDirectory, logs, overrides: settings }),
      ),
      account,
      dataDirectory,
      socketDirectory,
      log,
    }
  } catch (error) {
    throw explainFileError(error, home.directory)
  }
}

async function prepareLogs(home: Home, account: Account | undefined): Promise<string> {
  const logs = join(home.logs, 'postgres')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  if (account) await chown(logs, account.uid, account.gid)
  return logs
}

/** Starts the server again whenever it ends by itself. */
function supervise(
  plan: ServerPlan,
  first: ServerProcess,
  notify: (event: DatabaseEvent) => void,
): Pick<RunningPostgres, 'pid' | 'stop'> {
  const stopping = new AbortController()
  let current = first

  async function watch(): Promise<void> {
    for (;;) {
      await current.ended
      if (stopping.signal.aborted) return
      notify({ kind: 'lost' })
      const next = await reopen(plan, notify, stopping.signal)
      if (!next) return
      current = next
      if (stopping.signal.aborted) signal(next.pid, 'SIGINT')
      else notify({ kind: 'restored' })
    }
  }

  const watching = watch()

  async function stop(): Promise<void> {
    if (!stopping.signal.aborted) {
      stopping.abort()
      if (isPostmasterOf(current.pid, plan.dataDirectory)) signal(current.pid, 'SIGINT')
    }
    const impatient = setTimeout(() => signal(current.pid, 'SIGQUIT'), 30_000)
    await watching
    clearTimeout(impatient)
    // A short-named one stands outside the home; inside or outside, the next start makes it again.
    await rm(plan.socketDirectory, { recursive: true, force: true })
  }

  return { pid: () => current.pid, stop }
}

async function reopen(
  plan: ServerPlan,
  notify: (event: DatabaseEvent) => void,
  stopping: AbortSignal,
): Promise<ServerProcess | undefined> {
  let told: string | undefined
  for (let wait = 200; !stopping.aborted; wait = Math.min(wait * 2, 5000)) {
    try {
      return await openProcess(plan)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== told) notify({ kind: 'unavailable', message })
      told = message
    }
    await sleep(wait, undefined, { signal: stopping }).catch(() => undefined)
  }
  return undefined
}
