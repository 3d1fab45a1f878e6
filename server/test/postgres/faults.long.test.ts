import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { exitCodes, resolveHome, type Home } from '../../src/platform/home/index.ts'
import {
  openServer,
  startEmbedded,
  withClient,
  type DatabaseEvent,
} from '../../src/platform/postgres/index.ts'
import { readPostmaster } from '../../src/platform/postgres/postmaster.ts'
import { makeTestHome } from '../test-home.ts'
import {
  acknowledgedBy,
  findPostgres,
  keysOf,
  killPostgres,
  startApp,
  type AppProcess,
} from './app-process.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

function startWriters(home: Home): AppProcess {
  const app = startApp(home, '--writers', '4')
  cleanups.push(async () => {
    app.child.kill('SIGKILL')
    await app.ended
  })
  return app
}

/** Reads every row and every index entry of the table that the writers fill; throws on damage. */
async function verify(home: Home, acknowledged: readonly string[]): Promise<void> {
  const server = await startEmbedded({ home, log: () => undefined })
  try {
    const kept = await keysOf(server)
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([])
    await withClient(server.connection('throughline', server.superuser), async (client) => {
      await client.query('create extension if not exists amcheck')
      await client.query(`select bt_index_check(indexrelid, true) from pg_index
        where indrelid = 'note'::regclass`)
    })
  } finally {
    await server.stop()
  }
}

test('twenty times killed under four writers, app, database or both: nothing acknowledged is missing', async () => {
  const { home, remove } = await makeTestHome()
  cleanups.push(remove)
  cleanups.push(() => killPostgres(home))
  const acknowledged: string[] = []
  for (let round = 0; round < 20; round++) {
    const app = startWriters(home)
    await app.said('acknowledged', 200 + 37 * round)
    const victims = (['app', 'database', 'both', 'session'] as const)[round % 4]
    if (victims === 'session') {
      // One session's process: the server then restarts all of them by itself.
      const [pid] = await sessionsOf(home)
      process.kill(pid ?? 0, 'SIGKILL')
      await app.said('acknowledged', 100, app.facts.length)
    }
    if (victims === 'database' || victims === 'both') await killPostgres(home)
    if (victims === 'database') {
      await app.said('database restored')
      await app.said('acknowledged', 100, app.facts.length)
    }
    app.child.kill('SIGKILL')
    await app.ended
    acknowledged.push(...acknowledgedBy(app))
  }
  expect(acknowledged.length).toBeGreaterThan(20 * 200)
  await verify(home, acknowledged)
})

async function sessionsOf(home: Home): Promise<number[]> {
  const postmaster = await findPostgres(home)
  if (postmaster === undefined) return []
  const children = execFileSync('pgrep', ['-P', String(postmaster), '-f', 'throughline_app'], {
    encoding: 'utf8',
  })
  return children.trim().split('\n').map(Number)
}

describe('on a full disk', () => {
  /** A home on a disk of its own, which root alone can mount. */
  async function mountSmallHome(megabytes: number): Promise<{ home: Home; disk: string }> {
    if (process.getuid?.() !== 0) {
      throw new Error('These tests mount a small disk, which only root may: run them as root.')
    }
    const directory = await mkdtemp(join(tmpdir(), 'throughline-test-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}M`, 'tmpfs', directory])
    await chmod(directory, 0o711)
    const home = resolveHome({
      THROUGHLINE_HOME: join(directory, 'home'),
      THROUGHLINE_KEYS: `${directory}-keys`,
    })
    cleanups.push(async () => {
      await killPostgres(home)
      // Sessions of a killed server need a moment to leave the disk.
      for (let attempt = 0; attempt < 50; attempt++) {
        try {
          execFileSync('umount', [directory], { stdio: 'pipe' })
          break
        } catch {
          await sleep(200)
        }
      }
      await rm(directory, { recursive: true, force: true })
      await rm(`${directory}-keys`, { recursive: true, force: true })
    })
    return { home, disk: directory }
  }

  /** Takes all space but `spare` bytes. */
  async function fill(disk: string, spare = 0): Promise<string> {
    const ballast = join(disk, 'ballast')
    const { bavail, bsize } = await statfs(disk)
    const size = spare > 0 ? `head -c ${bavail * bsize - spare} /dev/zero` : 'cat /dev/zero'
    try {
      execFileSync('sh', ['-c', `${size} > "$0"`, ballast], { stdio: 'pipe' })
    } catch (error) {
      expect(String(error)).toContain('No space left on device')
    }
    return ballast
  }

  /** Ends the segment of the write-ahead log: the next record needs 16 MB for a new one. */
  async function endSegment(home: Home): Promise<void> {
    const server = await readPostmaster(home.postgres)
    const config = { host: server?.socketDirectory, user: 'postgres', database: 'postgres' }
    await withClient(config, (client) => client.query('select pg_switch_wal()'))
  }

  test('writers are refused in words, and after there is space all goes on by itself', async () => {
    const { home, disk } = await mountSmallHome(400)
    const app = startWriters(home)
    await app.said('acknowledged', 500)
    const ballast = await fill(disk)
    const { message } = await app.said('refused')
    expect(message).toMatch(/No space left on device|terminat|recovery/)
    const heard = app.facts.length
    await rm(ballast)
    await app.said('acknowledged', 500, heard)
    app.child.kill('SIGKILL')
    await app.ended
    await verify(home, acknowledgedBy(app))
  })

  test('a server that dies there is tried again until there is space, and then returns by itself', async () => {
    const { home, disk } = await mountSmallHome(400)
    const events: DatabaseEvent[] = []
    const unavailable = Promise.withResolvers<string>()
    const restored = Promise.withResolvers<void>()
    const server = await startEmbedded({
      home,
      log: () => undefined,
      notify: (event) => {
        events.push(event)
        if (event.kind === 'unavailable') unavailable.resolve(event.message)
        if (event.kind === 'restored') restored.resolve()
      },
    })
    cleanups.push(() => server.stop())
    await endSegment(home)
    const ballast = await fill(disk)
    process.kill(server.pid(), 'SIGKILL')
    expect(await unavailable.promise).toContain('is full')
    await rm(ballast)
    await restored.promise
    expect(events.map((event) => event.kind)).toEqual(['lost', 'unavailable', 'restored'])
  })

  test('a first start says so, leaves nothing half made, and succeeds after there is space', async () => {
    const { home, disk } = await mountSmallHome(400)
    const ballast = await fill(disk)
    const tooEarly = startApp(home)
    expect((await tooEarly.said('failed')).message).toContain('is full')
    expect(await tooEarly.ended).toBe(exitCodes.diskFull)
    await rm(ballast)
    await verifyStart(home)
  })

  test('a first start that runs out of space on the way does the same', async () => {
    const { home, disk } = await mountSmallHome(400)
    // Half of what an empty database takes.
    const ballast = await fill(disk, 20 * 1024 * 1024)
    const tooEarly = startApp(home)
    expect((await tooEarly.said('failed')).message).toContain('is full')
    expect(await tooEarly.ended).toBe(exitCodes.diskFull)
    await rm(ballast)
    await verifyStart(home)
  })

  test('a later start says so, and loses nothing', async () => {
    const { home, disk } = await mountSmallHome(400)
    const app = startWriters(home)
    await app.said('acknowledged', 500)
    app.child.kill('SIGKILL')
    await app.ended
    await endSegment(home)
    await killPostgres(home)
    const ballast = await fill(disk)
    const tooEarly = startApp(home)
    expect((await tooEarly.said('failed')).message).toContain('is full')
    expect(await tooEarly.ended).toBe(exitCodes.diskFull)
    await rm(ballast)
    await verify(home, acknowledgedBy(app))
  })

  async function verifyStart(home: Home): Promise<void> {
    const server = await openServer({ home, log: () => undefined })
    const { rows } = await withClient(server.appConfig, (client) => client.query('select 1 as one'))
    expect(rows).toEqual([{ one: 1 }])
    await server.stop()
  }
})
