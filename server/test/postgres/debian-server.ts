import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ClientConfig } from 'pg'
import { serverAccount } from '../../src/platform/postgres/account.ts'
import { withClient } from '../../src/platform/postgres/index.ts'

const run = promisify(execFile)
const programs = '/usr/lib/postgresql'

/** A throw-away cluster of the system's PostgreSQL. */
export type DebianServer = {
  directory: string
  port: number
  superuser: string
  /** The server's major version, such as 15. */
  major: number
  connection(database: string, user: string): ClientConfig
  stop(): Promise<void>
}

/** Starts an empty cluster of Debian's newest installed PostgreSQL on a private socket. */
export async function startDebianServer(): Promise<DebianServer> {
  const major = await newestVersion()
  const bin = join(programs, String(major), 'bin')
  // /tmp, because the socket's path must be short and the server's user must reach it.
  const directory = await mkdtemp('/tmp/throughline-debian-')
  const account = await serverAccount(directory)
  if (account) await chown(directory, account.uid, account.gid)
  await chmod(directory, 0o700)
  const data = join(directory, 'data')
  const options = { ...account, cwd: '/', env: { LC_ALL: 'C' } }
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '--no-sync'],
    options,
  )
  const settings = {
    listen_addresses: '',
    unix_socket_directories: directory,
    fsync: 'off',
    max_connections: '60',
  }
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { ...options, stdio: 'ignore' },
  )
  const ended = once(server, 'exit')
  const connection = (database: string, user: string): ClientConfig => ({
    host: directory,
    port: 5432,
    database,
    user,
    ssl: false,
  })
  await untilItAnswers(connection('postgres', 'postgres'))
  return {
    directory,
    port: 5432,
    superuser: 'postgres',
    major,
    connection,
    stop: async () => {
      server.kill('SIGINT')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function newestVersion(): Promise<number> {
  const installed = await readdir(programs).catch(() => [])
  const newest = Math.max(...installed.map(Number).filter(Number.isInteger))
  if (!Number.isFinite(newest)) {
    throw new Error(`No PostgreSQL in ${programs}: install Debian's package postgresql.`)
  }
  return newest
}

async function untilItAnswers(config: ClientConfig): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await withClient(config, async () => undefined)
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}
