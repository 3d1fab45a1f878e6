import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartFailure } from '../../src/platform/home/index.ts'
import { openServer, startEmbedded, withClient } from '../../src/platform/postgres/index.ts'
import { makeTestHome, type TestHome } from '../test-home.ts'
import { startDebianServer } from './debian-server.ts'

type Cluster = {
  connection(database: string, user: string): { host?: string }
  stop(): Promise<void>
}

let place: TestHome
const clusters = new Map<string, Cluster>()

beforeAll(async () => {
  place = await makeTestHome()
  clusters.set("Debian's", await startDebianServer())
  clusters.set('the newest', await startEmbedded({ home: place.home, log: () => undefined }))
})

afterAll(async () => {
  for (const cluster of clusters.values()) await cluster.stop()
  await place.remove()
})

describe.each(["Debian's", 'the newest'])('with DATABASE_URL, %s PostgreSQL', (which) => {
  function cluster(): Cluster {
    const found = clusters.get(which)
    if (!found) throw new Error(`no cluster ${which}`)
    return found
  }

  async function asAdministrator(...commands: string[]): Promise<void> {
    await withClient(cluster().connection('postgres', 'postgres'), async (client) => {
      for (const command of commands) await client.query(command)
    })
  }

  function open(user: string, database: string) {
    const host = encodeURIComponent(cluster().connection(database, user).host ?? '')
    return openServer({
      databaseUrl: `postgresql://${user}:the-password@${host}/${database}`,
      home: place.home,
      log: () => undefined,
    })
  }

  async function refusalOf(user: string, database: string): Promise<string> {
    const error = await open(user, database).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (error instanceof StartFailure) return error.message
    throw new Error(`Expected a StartFailure, got ${String(error)}`)
  }

  test('tells the administrator which two lines to run when the owner may not make the role; they suffice', async () => {
    await asAdministrator(
      'create role "Plain Owner" login',
      'create database plain owner "Plain Owner"',
    )
    const message = await refusalOf('Plain%20Owner', 'plain')
    const lines = message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
    expect(lines).toEqual([
      'CREATE ROLE throughline_app NOLOGIN;',
      'GRANT throughline_app TO "Plain Owner";',
    ])
    await asAdministrator(...lines)
    const server = await open('Plain%20Owner', 'plain')
    const { rows } = await withClient(server.appConfig, (client) =>
      client.query('select current_user, session_user'),
    )
    expect(rows).toEqual([{ current_user: 'throughline_app', session_user: 'Plain Owner' }])
    await asAdministrator('revoke throughline_app from "Plain Owner"', 'drop role throughline_app')
  })

  test('makes the role where the owner may, and binds the app by it from its first statement on', async () => {
    await asAdministrator('create role maker login createrole', 'create database made owner maker')
    const [first, second] = await Promise.all([open('maker', 'made'), open('maker', 'made')])
    expect(first.kind).toBe('server')
    await withClient(first.ownerConfig, (client) =>
      client.query(`create table secret (text text); grant select on secret to throughline_app;
        insert into secret values ('hidden'); alter table secret enable row level security`),
    )
    for (const server of [first, second]) {
      await withClient(server.appConfig, async (client) => {
        expect((await client.query('select * from secret')).rows).toEqual([])
        await expect(client.query('create table mine (n int)')).rejects.toThrow('permission denied')
      })
    }
    await asAdministrator('drop database made', 'drop role throughline_app')
  })

  test('is refused when the role of the app stands above policies', async () => {
    await asAdministrator(
      'create role owner_of_unbound login',
      'create database unbound owner owner_of_unbound',
      'create role throughline_app nologin bypassrls',
      'grant throughline_app to owner_of_unbound',
    )
    expect(await refusalOf('owner_of_unbound', 'unbound')).toContain(
      'ALTER ROLE throughline_app NOSUPERUSER NOBYPASSRLS;',
    )
    await asAdministrator('drop database unbound', 'drop role throughline_app')
  })

  test('is refused when the database cannot hold every character', async () => {
    await asAdministrator(
      `create database narrow encoding 'SQL_ASCII' locale 'C' template template0`,
    )
    expect(await refusalOf('postgres', 'narrow')).toContain('its encoding is SQL_ASCII')
  })

  test('that does not know the database or the user is named, and the password is not', async () => {
    const message = await refusalOf('nobody_known', 'nowhere')
    expect(message).toContain('could not be opened')
    expect(message).toContain('nobody_known')
    expect(message).not.toContain('the-password')
  })
})

test.each(['mysql://localhost/db', 'localhost:5432', 'postgres://user:secret@host:port/db'])(
  'a DATABASE_URL that is none (%s) is explained without showing its password',
  async (databaseUrl) => {
    const opening = openServer({ databaseUrl, home: place.home, log: () => undefined })
    await expect(opening).rejects.toThrow('It looks like postgresql://')
    await expect(opening).rejects.not.toThrow('secret')
  },
)

test('a server that does not run is told with its address', async () => {
  const opening = openServer({
    databaseUrl: 'postgresql://user:secret@127.0.0.1:1/db',
    home: place.home,
    log: () => undefined,
  })
  await expect(opening).rejects.toThrow('ECONNREFUSED 127.0.0.1:1')
})
