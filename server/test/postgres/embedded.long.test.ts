import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StartFailure } from '../../src/platform/home/index.ts'
import {
  openServer,
  startEmbedded,
  withClient,
  type DatabaseEvent,
  type RunningPostgres,
} from '../../src/platform/postgres/index.ts'
import { serverAccount } from '../../src/platform/postgres/account.ts'
import { makeTestHome, type TestHome } from '../test-home.ts'
import {
  acknowledgedBy,
  findPostgres,
  keysOf,
  killPostgres,
  startApp,
  type AppProcess,
} from './app-process.ts'

let place: TestHome
const running: RunningPostgres[] = []
const apps: AppProcess[] = []

beforeEach(async () => {
  place = await makeTestHome()
})

afterEach(async () => {
  for (const app of apps.splice(0)) app.child.kill('SIGKILL')
  for (const postgres of running.splice(0)) await postgres.stop()
  await killPostgres(place.home)
  await place.remove()
})

type Options = Partial<Parameters<typeof startEmbedded>[0]>

async function start(options: Options = {}): Promise<RunningPostgres> {
  const postgres = await startEmbedded({ home: place.home, log: () => undefined, ...options })
  running.push(postgres)
  return postgres
}

async function startKillableApp(...words: string[]): Promise<AppProcess> {
  const app = startApp(place.home, ...words)
  apps.push(app)
  await app.said('ready')
  return app
}

async function query(postgres: RunningPostgres, sql: string): Promise<unknown[]> {
  const { rows } = await withClient(postgres.connection('postgres', postgres.superuser), (client) =>
    client.query(sql),
  )
  return rows
}

async function failureOf(start: Promise<unknown>): Promise<StartFailure> {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof StartFailure) return error
  throw new Error(`Expected a StartFailure, got ${String(error)}`)
}

describe('a start', () => {
  test('makes a database in an empty home, and the next one finds what was written', async () => {
    const first = await start()
    await query(first, `create table note as select 'kept' as text`)
    await first.stop()
    expect(await findPostgres(place.home)).toBeUndefined()
    const second = await start()
    expect(second.attached).toBe(false)
    expect(await query(second, 'select text from note')).toEqual([{ text: 'kept' }])
  })

  test('keeps every commit through a power cut, and listens on a private socket alone', async () => {
    const postgres = await start()
    const [settings] = await query(
      postgres,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('listen_addresses') as listen,
        current_setting('server_encoding') as encoding, current_setting('data_checksums') as sums`,
    )
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      listen: '',
      encoding: 'UTF8',
      sums: 'on',
    })
    expect((await stat(postgres.socketDirectory)).mode & 0o777).toBe(0o700)
    expect((await stat(place.home.postgres)).mode & 0o777).toBe(0o700)
    expect((await stat(place.home.keys)).mode & 0o777).toBe(0o700)
  })

  test('works where the home has spaces, quotes, commas and letters beyond ASCII in its path', async () => {
    const odd = await makeTestHome('My "study", ñandú', "it's")
    const postgres = await startEmbedded({ home: odd.home, log: () => undefined })
    try {
      expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(await readdir(join(odd.home.logs, 'postgres'))).not.toEqual([])
    } finally {
      await postgres.stop()
      await odd.remove()
    }
  })

  test('puts the socket into a short directory when the path of the home is too long for one', async () => {
    const deep = await makeTestHome('a'.repeat(100), 'b'.repeat(100))
    const postgres = await startEmbedded({ home: deep.home, log: () => undefined })
    try {
      expect(Buffer.byteLength(`${postgres.socketDirectory}/.s.PGSQL.5432`)).toBeLessThan(104)
      expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
    } finally {
      await postgres.stop()
      await deep.remove()
    }
  })

  test('finds the running server through a symbolic link to the home, too', async () => {
    const app = await startKillableApp()
    app.child.kill('SIGKILL')
    await app.ended
    const link = `${place.home.directory}-link`
    await symlink(place.home.directory, link)
    const home = { ...place.home, directory: link, postgres: join(link, 'postgres') }
    const linked = await start({
      home: { ...home, run: join(link, 'run'), logs: join(link, 'logs') },
    })
    expect(await query(linked, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await findPostgres(place.home)).toBe(linked.pid())
  })

  test('writes no name and no statement into its log', async () => {
    const postgres = await start()
    await query(postgres, 'create table person (name text primary key)')
    await query(postgres, `insert into person values ('Ada Secret')`)
    await expect(query(postgres, `insert into person values ('Ada Secret')`)).rejects.toThrow(
      'duplicate key',
    )
    await postgres.stop()
    const logs = join(place.home.logs, 'postgres')
    const texts = await Promise.all(
      (await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')),
    )
    expect(texts.join()).toContain('duplicate key')
    expect(texts.join()).not.toContain('Secret')
  })

  if (process.getuid?.() === 0) {
    test('by root runs the server as an unprivileged user', async () => {
      const postgres = await start()
      const status = await readFile(`/proc/${postgres.pid()}/status`, 'utf8')
      const uids = /^Uid:\s+(.*)$/m.exec(status)?.[1]?.split('\t')
      expect(uids).toHaveLength(4)
      expect(uids).not.toContain('0')
    })

    test('by root in a home that only root can reach says so', async () => {
      const closed = await makeTestHome('closed')
      await mkdir(join(closed.home.directory, '..'), { mode: 0o700 })
      const failure = await failureOf(startEmbedded({ home: closed.home, log: () => undefined }))
      await closed.remove()
      expect(failure.message).toContain('cannot enter')
      expect(failure.message).toContain('/closed')
    })
  }
})

describe('after the app was killed', () => {
  test('the next start attaches to the server that it left, with all that was acknowledged', async () => {
    const app = await startKillableApp('--writers', '1')
    await app.said('acknowledged')
    app.child.kill('SIGKILL')
    await app.ended
    const orphan = await findPostgres(place.home)
    expect(orphan).toBeTypeOf('number')

    const server = await start()
    expect(server.attached).toBe(true)
    expect(server.pid()).toBe(orphan)
    const kept = await keysOf(server)
    expect(acknowledgedBy(app).filter((key) => !kept.has(key))).toEqual([])
    await server.stop()
    expect(await findPostgres(place.home)).toBeUndefined()
  })

  test('a server with other settings is ended in good order and started anew', async () => {
    const app = await startKillableApp('--work-mem', '7MB')
    app.child.kill('SIGKILL')
    await app.ended
    const server = await start()
    expect(server.attached).toBe(false)
    expect(await query(server, `select current_setting('work_mem') as memory`)).toEqual([
      { memory: '32MB' },
    ])
  })

  test('and the server with it, while it was being made or started, the next start works', async () => {
    for (const delay of [150, 250, 350, 500, 800]) {
      const app = startApp(place.home)
      apps.push(app)
      await sleep(delay)
      app.child.kill('SIGKILL')
      await app.ended
      await killPostgres(place.home)
    }
    const server = await start()
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    const names = await readdir(place.home.directory)
    expect(names.filter((name) => name.includes('unfinished'))).toEqual([])
  })
})

describe('when the server dies under the living app', () => {
  test('it is started again, tells so, and the same address leads to the same data', async () => {
    const events: DatabaseEvent[] = []
    const restored = Promise.withResolvers<void>()
    const server = await start({
      notify: (event) => {
        events.push(event)
        if (event.kind === 'restored') restored.resolve()
      },
    })
    await query(server, `create table note as select 'kept' as text`)
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await restored.promise
    expect(events).toEqual([{ kind: 'lost' }, { kind: 'restored' }])
    expect(server.pid()).not.toBe(before)
    expect(await query(server, 'select text from note')).toEqual([{ text: 'kept' }])
  })

  test('a session in a long computation does not keep the new server from starting', async () => {
    const restored = Promise.withResolvers<void>()
    const server = await start({
      notify: (event) => event.kind === 'restored' && restored.resolve(),
    })
    const endless = query(
      server,
      `do $$ declare n bigint := 0; begin loop n := n + 1; end loop; end $$`,
    ).catch((error: unknown) => error)
    await sleep(300)
    process.kill(server.pid(), 'SIGKILL')
    await restored.promise
    expect(await endless).toBeInstanceOf(Error)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('an attached one is started again as well', async () => {
    const app = await startKillableApp()
    app.child.kill('SIGKILL')
    await app.ended
    const restored = Promise.withResolvers<void>()
    const server = await start({
      notify: (event) => event.kind === 'restored' && restored.resolve(),
    })
    expect(server.attached).toBe(true)
    process.kill(server.pid(), 'SIGKILL')
    await restored.promise
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('what an earlier server left behind', () => {
  /** Kills app and server, and puts another process's number into the locks they leave. */
  async function leaveLock(pid: number): Promise<void> {
    const app = await startKillableApp()
    app.child.kill('SIGKILL')
    await app.ended
    await killPostgres(place.home)
    const socketLock = join(place.home.run, 'postgres', '.s.PGSQL.5432.lock')
    for (const file of [join(place.home.postgres, 'postmaster.pid'), socketLock]) {
      const text = await readFile(file, 'utf8')
      await writeFile(file, text.replace(/^\d+/, String(pid)))
    }
  }

  test('does not hinder a start when its number went to another process of the same user', async () => {
    const account = await serverAccount(place.home.postgres)
    const bystander = spawn('sleep', ['60'], { ...account, stdio: 'ignore' })
    try {
      await leaveLock(bystander.pid ?? 0)
      const server = await start()
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(bystander.exitCode).toBeNull()
    } finally {
      bystander.kill()
    }
  })

  test('does not hinder a start when its process was never reaped', async () => {
    const account = await serverAccount(place.home.postgres)
    // The shell becomes another program, which does not reap the child that it never started.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
      ...account,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      const [output] = await once(parent.stdout, 'data')
      await leaveLock(Number(String(output)))
      const server = await start()
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    } finally {
      parent.kill()
    }
  })

  test('half made is removed and made again', async () => {
    const unfinished = `${place.home.postgres}.unfinished-AbC123`
    await mkdir(join(unfinished, 'base'), { recursive: true })
    await writeFile(join(unfinished, 'PG_VERSION'), '18\n')
    await start()
    await expect(stat(unfinished)).rejects.toThrow('ENOENT')
  })

  test('of another major version is left alone, with a sentence', async () => {
    await mkdir(place.home.postgres, { recursive: true })
    await writeFile(join(place.home.postgres, 'PG_VERSION'), '17\n')
    const failure = await failureOf(start())
    expect(failure.message).toContain('was made by PostgreSQL 17')
    expect(failure.message).toContain('throughline backup')
  })

  test('that is no database is left alone, with a sentence', async () => {
    await mkdir(place.home.postgres, { recursive: true })
    await writeFile(join(place.home.postgres, 'thesis.docx'), 'not ours')
    const failure = await failureOf(start())
    expect(failure.message).toContain('PG_VERSION is missing')
    expect(await readdir(place.home.postgres)).toEqual(['thesis.docx'])
  })
})

describe('Ctrl-C', () => {
  test('reaches the app alone, which can still write before it ends the server', async () => {
    const app = await startKillableApp()
    process.kill(-app.pid, 'SIGINT')
    expect(await app.ended).toBe(0)
    expect(await findPostgres(place.home)).toBeUndefined()
    const server = await start()
    const { rows } = await withClient(
      server.connection('throughline', 'throughline_owner'),
      (client) => client.query('select text from note'),
    )
    expect(rows).toEqual([{ text: 'written after Ctrl-C' }])
  })
})

test('the embedded database belongs to an owner, and the app is neither owner nor above policies', async () => {
  const server = await openServer({ home: place.home, log: () => undefined })
  try {
    await withClient(server.ownerConfig, (client) =>
      client.query(`create table secret (text text); grant select on secret to throughline_app;
        insert into secret values ('hidden'); alter table secret enable row level security`),
    )
    await withClient(server.appConfig, async (client) => {
      expect((await client.query('select * from secret')).rows).toEqual([])
      await expect(client.query('create table mine (n int)')).rejects.toThrow('permission denied')
      await expect(client.query('alter table secret disable row level security')).rejects.toThrow(
        'must be owner',
      )
      await expect(client.query('set role throughline_owner')).rejects.toThrow('permission denied')
    })
  } finally {
    await server.stop()
  }
})
