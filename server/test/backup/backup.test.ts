import { generateIdentity, identityToRecipient } from 'age-encryption'
import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  exportKeys,
  importKeys,
  type Lock,
  makeBackup,
  restoreBackup,
  type Unlock,
} from '../../src/platform/backup/index.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { openDiskStore, openFiles } from '../../src/platform/files/index.ts'
import { grantToApp } from '../../src/platform/migrations.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import { openVault } from '../../src/platform/vault/index.ts'
import { migrations as ourMigrations } from '../../src/schema.ts'
import {
  contentOf,
  type FullInstallation,
  makeEmptyInstallation,
  makeFullInstallation,
} from './installation.ts'

let source: FullInstallation
let lock: Lock
let unlock: Unlock
let directory: string
const targets: { drop(): Promise<void> }[] = []
beforeAll(async () => {
  source = await makeFullInstallation()
  directory = source.directory
  const identity = await generateIdentity()
  lock = { recipients: [await identityToRecipient(identity)] }
  unlock = { identities: [identity] }
})
afterAll(async () => {
  for (const target of targets) await target.drop()
  await source.close()
})

const newPath = () => join(directory, `${randomUUID()}.age`)
const nothingToRemove = async () => undefined

async function backUp(): Promise<string> {
  const path = newPath()
  await makeBackup({
    owner: source.ownerConfig,
    store: source.files.store,
    migrations: source.migrations,
    path,
    lock,
  })
  return path
}

async function ring(): Promise<string> {
  const path = newPath()
  await exportKeys({ owner: source.ownerConfig, path, lock, withInstanceKeyOf: source.keys })
  return path
}

async function target() {
  const made = await makeEmptyInstallation(directory)
  targets.push(made)
  return made
}
type Target = Awaited<ReturnType<typeof target>>

const importRing = (into: Target, path: string) =>
  importKeys({
    owner: into.ownerConfig,
    path,
    unlock,
    keys: into.keys,
    removeErased: nothingToRemove,
    migrations: ourMigrations,
    grants: grantToApp,
  })

/** Restores the way the command does: with the vault open, so that the rooms say what erasing means. */
async function restore(
  into: Target,
  path: string,
  more: { replace?: boolean; withoutKeys?: boolean; unlock?: Unlock } = {},
) {
  const database = openDatabase(into.appConfig, 2)
  try {
    const vault = await openVault({ database, keys: into.keys })
    const files = openFiles({ database, vault, directory: into.filesDirectory })
    return await restoreBackup({
      owner: into.ownerConfig,
      store: files.store,
      migrations: source.migrations,
      grants: grantToApp,
      path,
      unlock: more.unlock ?? unlock,
      removeErased: vault.removeErased,
      replace: more.replace ?? false,
      withoutKeys: more.withoutKeys ?? false,
    })
  } finally {
    await database.close()
  }
}

const count = async (into: Target, query: string) =>
  withClient(into.ownerConfig, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from ${query}`,
    )
    return rows[0]?.count
  })

describe('a backup restored elsewhere', () => {
  test('holds every row of every table, every file, and goes on counting where it stood', async () => {
    const into = await target()
    await importRing(into, await ring())
    const done = await restore(into, await backUp())
    expect(done).toMatchObject({ blobs: 2, auditEntries: 1, missing: [] })

    const [before, after] = [await contentOf(source.ownerConfig), await contentOf(into.ownerConfig)]
    const settled = ['public.job', 'public.mail', 'public.audit_entry']
    for (const name of Object.keys(before))
      if (!settled.includes(name)) expect(after[name], name).toEqual(before[name])
    expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted())
    expect(after['public.audit_entry']).toEqual(
      expect.arrayContaining(before['public.audit_entry'] ?? []),
    )
    for (const table of [
      'person',
      'study_key',
      'permission',
      'member',
      'step',
      'audit_block',
      'event',
      'file',
    ])
      expect(before[`public.${table}`]?.length, table).toBeGreaterThan(0)

    await withClient(into.ownerConfig, async (client) => {
      const { rows } = await client.query(
        `insert into tricky.thing (nothing) values ('1') returning id::int, search::text`,
      )
      expect(rows).toEqual([{ id: 3, search: '' }])
      expect((await client.query('select total from tricky.count')).rows).toEqual([{ total: 3 }])
      await expect(
        client.query(`insert into tricky.thing (nothing, parent) values ('1', 99)`),
      ).rejects.toThrow('foreign key')
      await expect(client.query('delete from audit_entry')).rejects.toThrow('append-only')
    })
  })

  test('opens with its own keys, under row-level security', async () => {
    const into = await target()
    await importRing(into, await ring())
    await restore(into, await backUp())
    const database = openDatabase(into.appConfig, 2)
    const vault = await openVault({ database, keys: into.keys })
    const files = openFiles({ database, vault, directory: into.filesDirectory })
    const { one, ada, kept } = source
    await database.inStudy(one.account, one.study, null, async (t) => {
      const name = await vault.open(t, one.study, ada, 'identity', kept.name, 'name')
      expect(Buffer.from(name).toString()).toBe('Ada')
      const file = await files.read(t, one.study, kept.recording.id)
      expect(Buffer.compare(await file.wholeContent(), source.recording)).toBe(0)
    })
    const { rows } = await sql`select * from file`.execute(database.kysely)
    expect(rows).toEqual([])
    await database.close()
  })

  test('neither goes on with work nor sends again what was under way', async () => {
    const into = await target()
    await importRing(into, await ring())
    await restore(into, await backUp())
    expect(await count(into, `job where state = 'running'`)).toBe(0)
    expect(
      await count(into, `job where state = 'failed' and message like 'This was interrupted%'`),
    ).toBe(1)
    expect(await count(into, `mail where state = 'waiting'`)).toBe(0)
    expect(await count(into, `mail where state = 'by hand'`)).toBe(1)
    expect(await count(into, `accounts.session`)).toBe(0)
    expect(await count(into, `audit_entry where action = 'restore-backup'`)).toBe(1)
  })

  test('also opens with a passphrase', async () => {
    const passphrase = 'four random words here'
    const path = newPath()
    await makeBackup({
      owner: source.ownerConfig,
      store: source.files.store,
      migrations: source.migrations,
      path,
      lock: { passphrase },
    })
    const into = await target()
    await importRing(into, await ring())
    await expect(
      restore(into, path, { unlock: { passphrase: 'another passphrase' } }),
    ).rejects.toThrow('does not open with this passphrase')
    expect((await restore(into, path, { unlock: { passphrase } })).blobs).toBe(2)
  })
})

describe('the file', () => {
  test('holds no keys, no words in clear, and is for its owner only', async () => {
    const path = await backUp()
    const bytes = await readFile(path)
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readdir(directory)).filter((name) => name.endsWith('.part'))).toEqual([])
    const { readLocked } = await import('../../src/platform/backup/locked-file.ts')
    const { readArchive } = await import('../../src/platform/backup/archive.ts')
    const names = new Set<string>()
    const text: string[] = []
    for await (const part of readArchive(await readLocked(path, unlock))) {
      if (part.is === 'table') names.add(part.table)
      if (part.is === 'table' || part.is === 'keys') text.push(part.lines)
      if (part.is === 'blob') part.content.resume()
    }
    expect([...names].filter((name) => /^vault|^job_queue|session|migration/.test(name))).toEqual(
      [],
    )
    const instanceKey =
      (await readFile(join(source.keys, 'instance.key'), 'utf8')).split(' ')[1] ?? '?'
    const { rows } = await withClient(source.ownerConfig, (client) =>
      client.query<{ wrapped: string }>(
        `select encode(wrapped, 'hex') as wrapped from vault.subject_key
         union all select encode(wrapped, 'hex') from vault.study_key`,
      ),
    )
    expect(rows.length).toBeGreaterThan(2)
    for (const secret of [instanceKey.trim(), ...rows.map((row) => row.wrapped)])
      expect(text.join('\n').includes(secret)).toBe(false)
  })

  test('is never written over another one', async () => {
    const path = await backUp()
    const before = await readFile(path)
    await expect(
      makeBackup({
        owner: source.ownerConfig,
        store: source.files.store,
        migrations: source.migrations,
        path,
        lock,
      }),
    ).rejects.toThrow('exists already')
    expect(Buffer.compare(await readFile(path), before)).toBe(0)
  })

  test('does not appear when it cannot be finished', async () => {
    const path = join(directory, 'no such folder', 'backup.age')
    await expect(
      makeBackup({
        owner: source.ownerConfig,
        store: source.files.store,
        migrations: source.migrations,
        path,
        lock,
      }),
    ).rejects.toThrow('ENOENT')
  })

  test.each([
    ['a weak passphrase', { passphrase: 'short' }, 'shorter than 12'],
    ['a wrong recipient', { recipients: ['ssh-ed25519 AAAA'] }, 'no age recipient'],
  ])('is not made with %s', async (_name, weak, sentence) => {
    await expect(
      makeBackup({
        owner: source.ownerConfig,
        store: source.files.store,
        migrations: source.migrations,
        path: newPath(),
        lock: weak,
      }),
    ).rejects.toThrow(sentence)
  })

  test('names the encrypted files that were gone', async () => {
    const store = openDiskStore(join(directory, 'files'))
    const { rows } = await withClient(source.ownerConfig, (client) =>
      client.query<{ blob: string }>('select blob from file order by id'),
    )
    const blob = rows[0]?.blob ?? ''
    const place = join(directory, 'files', 'blobs', blob.slice(0, 2), blob)
    await copyFile(place, join(directory, 'aside'))
    await store.remove(blob)
    const path = newPath()
    const done = await makeBackup({
      owner: source.ownerConfig,
      store,
      migrations: source.migrations,
      path,
      lock,
    })
    await copyFile(join(directory, 'aside'), place)
    expect(done).toMatchObject({ missing: [blob], blobs: 1 })
    const into = await target()
    await importRing(into, await ring())
    expect(await restore(into, path)).toMatchObject({ missing: [blob] })
  })
})

describe('a damaged backup changes nothing and says so', () => {
  let into: Target
  let whole: Buffer
  beforeAll(async () => {
    into = await target()
    await importRing(into, await ring())
    whole = await readFile(await backUp())
  })

  async function refused(bytes: Uint8Array): Promise<string> {
    const path = newPath()
    await writeFile(path, bytes)
    const refusal = await restore(into, path).then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ name: 'BackupRefused' })
    expect(await count(into, 'person')).toBe(0)
    expect(await count(into, 'study_key')).toBe(0)
    return refusal instanceof Error ? refusal.message : ''
  }

  test.each([0, 10, 150, 0.2, 0.5, 0.9, 0.999])('cut off at %s', async (where) => {
    const length = where < 1 ? Math.floor(whole.length * where) : where
    expect(await refused(whole.subarray(0, length))).toMatch(/damaged|not an encrypted file/)
  })

  test.each([0.1, 0.3, 0.6, 0.95])('a flipped bit at %s', async (where) => {
    const changed = Buffer.from(whole)
    const place = Math.floor(whole.length * where)
    changed[place] = (changed[place] ?? 0) ^ 4
    expect(await refused(changed)).toMatch(/damaged|not an encrypted file/)
  })

  test('another file', async () => {
    expect(await refused(Buffer.from('hello'))).toMatch(/not an encrypted file/)
  })

  test('a key ring in its place', async () => {
    expect(await refused(await readFile(await ring()))).toMatch(/damaged|incomplete|no end/)
  })

  test('a file that is not there', async () => {
    await expect(restore(into, join(directory, 'nowhere.age'))).rejects.toThrow('There is no file')
  })

  test('and the whole one is restored after all that', async () => {
    const path = newPath()
    await writeFile(path, whole)
    expect((await restore(into, path)).blobs).toBe(2)
  })
})

describe('a restore', () => {
  test('does not touch an installation in use, unless told to replace it', async () => {
    const into = await target()
    await importRing(into, await ring())
    const path = await backUp()
    await restore(into, path)
    await withClient(into.ownerConfig, (client) =>
      client.query(`update person set name = 'changed since'`),
    )
    await expect(restore(into, path)).rejects.toThrow('--replace')
    expect(await count(into, `person where name = 'changed since'`)).toBe(1)
    await restore(into, path, { replace: true })
    expect(await count(into, `person where name = 'changed since'`)).toBe(0)
  })

  test('needs the key ring, or the word that it is lost', async () => {
    const into = await target()
    const path = await backUp()
    await expect(restore(into, path)).rejects.toThrow('keys import RING')
    expect(await count(into, 'person')).toBe(0)
    await restore(into, path, { withoutKeys: true })
    expect(await count(into, 'person')).toBe(1)
  })

  test('refuses a key ring that is older than the backup', async () => {
    const into = await target()
    const old = await ring()
    await source.one.inside((t) =>
      source.vault.seal(t, source.one.study, randomUUID(), 'contact', Buffer.from('x'), ''),
    )
    await importRing(into, old)
    await expect(restore(into, await backUp())).rejects.toThrow('older than this backup')
    await importRing(into, await ring())
    expect((await restore(into, await backUp())).blobs).toBe(2)
  })

  test('refuses the backup of a newer Throughline', async () => {
    const into = await target()
    await importRing(into, await ring())
    const path = await backUp()
    await expect(
      restoreBackup({
        owner: into.ownerConfig,
        store: openDiskStore(into.filesDirectory),
        migrations: source.migrations.slice(0, -1),
        grants: grantToApp,
        path,
        unlock,
        removeErased: nothingToRemove,
        replace: false,
        withoutKeys: false,
      }),
    ).rejects.toThrow('Update Throughline')
  })

  test('brings the backup of an older Throughline up to date', async () => {
    const into = await target()
    await importRing(into, await ring())
    const path = await backUp()
    const newer = {
      name: 'tricky 2 a further column',
      sql: `alter table tricky.thing add column length integer; update tricky.thing set length = length(words)`,
    }
    await restoreBackup({
      owner: into.ownerConfig,
      store: openDiskStore(into.filesDirectory),
      migrations: [...source.migrations, newer],
      grants: grantToApp,
      path,
      unlock,
      removeErased: nothingToRemove,
      replace: false,
      withoutKeys: false,
    })
    expect(await count(into, `migration where name = '${newer.name}'`)).toBe(1)
    expect(await count(into, `tricky.thing where length = 0`)).toBe(1)
  })

  test('finds that the audit trail was broken before the backup was made', async () => {
    const broken = await makeFullInstallation()
    await withClient(broken.ownerConfig, async (client) => {
      await client.query('alter table audit_entry disable trigger user')
      await client.query(`update audit_entry set account_id = 'eve'`)
    })
    const path = newPath()
    await makeBackup({
      owner: broken.ownerConfig,
      store: broken.files.store,
      migrations: broken.migrations,
      path,
      lock,
    })
    await broken.close()
    const into = await target()
    await expect(restore(into, path, { withoutKeys: true })).rejects.toThrow('audit trail')
    expect(await count(into, 'person')).toBe(0)
  })

  test('leaves what other programs keep in the database alone', async () => {
    const into = await target()
    await withClient(into.ownerConfig, (client) =>
      client.query('create schema others; create table others.note (text text)'),
    )
    await importRing(into, await ring())
    await restore(into, await backUp())
    expect(await count(into, 'others.note')).toBe(0)
  })
})

describe('the erasure ledger is obeyed before anybody sees the restored data', () => {
  test('what was erased after the backup does not come back: rows, blobs and keys', async () => {
    const full = await makeFullInstallation()
    targets.push({ drop: () => full.close() })
    const choice = {
      owner: full.ownerConfig,
      store: full.files.store,
      migrations: full.migrations,
      lock,
    }
    const [path, ringPath] = [newPath(), newPath()]
    await makeBackup({ ...choice, path })
    await full.one.inside((t) =>
      full.vault.erase(t, full.one.study, full.ada, ['recording', 'identity']),
    )
    await exportKeys({
      owner: full.ownerConfig,
      path: ringPath,
      lock,
      withInstanceKeyOf: full.keys,
    })

    const into = await target()
    await importRing(into, ringPath)
    const done = await restore(into, path)
    expect(done).toMatchObject({ erased: { studies: 0, subjects: 1 }, blobs: 1 })
    expect(await count(into, `file where kind = 'recording'`)).toBe(0)
    expect(await count(into, `file where kind = 'raw transcript'`)).toBe(1)
    const blobs = await readdir(join(into.filesDirectory, 'blobs'), { recursive: true })
    expect(blobs.filter((name) => name.length > 2)).toHaveLength(1)

    const database = openDatabase(into.appConfig, 2)
    const vault = await openVault({ database, keys: into.keys })
    await expect(
      database.inStudy(full.one.account, full.one.study, null, (t) =>
        vault.open(t, full.one.study, full.ada, 'identity', full.kept.name, 'name'),
      ),
    ).rejects.toMatchObject({ code: 'erased' })
    await database.close()
  })

  test('in the same installation, with the ring that is there', async () => {
    const full = await makeFullInstallation()
    targets.push({ drop: () => full.close() })
    const path = newPath()
    await makeBackup({
      owner: full.ownerConfig,
      store: full.files.store,
      migrations: full.migrations,
      path,
      lock,
    })
    await full.one.inside((t) => full.vault.erase(t, full.one.study, full.ada, ['raw transcript']))
    const into = { ...full, filesDirectory: join(full.directory, 'files') }
    await restore(into, path, { replace: true })
    expect(await count(into, `file where kind = 'raw transcript'`)).toBe(0)
    expect(await count(into, `vault.erasure`)).toBe(1)
  })

  test('a study that was removed stays removed', async () => {
    const full = await makeFullInstallation()
    targets.push({ drop: () => full.close() })
    const path = newPath()
    await makeBackup({
      owner: full.ownerConfig,
      store: full.files.store,
      migrations: full.migrations,
      path,
      lock,
    })
    await withClient(full.ownerConfig, (client) =>
      client.query('delete from study_key where study_id = $1', [full.one.study]),
    )
    const into = { ...full, filesDirectory: join(full.directory, 'files') }
    const done = await restore(into, path, { replace: true })
    expect(done.erased).toEqual({ studies: 1, subjects: 0 })
    for (const table of ['study_key', 'member', 'file', 'step', 'event'])
      expect(await count(into, `${table} where study_id = '${full.one.study}'`), table).toBe(0)
    expect(await count(into, 'vault.erasure')).toBe(1)
  })
})

describe('the key ring', () => {
  test('holds the instance key only where that is asked for', async () => {
    const path = newPath()
    const done = await exportKeys({
      owner: source.ownerConfig,
      path,
      lock,
      withInstanceKeyOf: null,
    })
    expect(done).toMatchObject({ instanceKey: false, studies: 1 })
    const into = await target()
    await importRing(into, path)
    const database = openDatabase(into.appConfig, 1)
    await expect(openVault({ database, keys: into.keys })).rejects.toThrow(
      'The instance key is missing',
    )
    await mkdir(into.keys, { recursive: true, mode: 0o700 })
    await writeFile(
      join(into.keys, 'instance.key'),
      await readFile(join(source.keys, 'instance.key')),
      {
        mode: 0o600,
      },
    )
    await openVault({ database, keys: into.keys })
    await database.close()
  })

  test('takes the place of a key that a first start made and nothing was kept with', async () => {
    const into = await target()
    const database = openDatabase(into.appConfig, 1)
    await openVault({ database, keys: into.keys })
    await importRing(into, await ring())
    const right = await readFile(join(source.keys, 'instance.key'))
    expect(Buffer.compare(await readFile(join(into.keys, 'instance.key')), right)).toBe(0)
    expect(await readdir(into.keys)).toHaveLength(2)
    await openVault({ database, keys: into.keys })
    await database.close()
  })

  test('imported twice is as imported once', async () => {
    const into = await target()
    const path = await ring()
    for (const _ of [1, 2]) await importRing(into, path)
    const counts = async (where: Target | FullInstallation) =>
      withClient(where.ownerConfig, async (client) => {
        const { rows } = await client.query(
          `select (select count(*) from vault.study_key), (select count(*) from vault.subject_key),
             (select count(*) from vault.erasure)`,
        )
        return rows
      })
    expect(await counts(into)).toEqual(await counts(source))
  })

  test('an old one does not bring back what was erased since', async () => {
    const full = await makeFullInstallation()
    targets.push({ drop: () => full.close() })
    const path = newPath()
    await exportKeys({ owner: full.ownerConfig, path, lock, withInstanceKeyOf: null })
    await full.one.inside((t) => full.vault.erase(t, full.one.study, full.ada, ['identity']))
    const into = { ...full, filesDirectory: join(full.directory, 'files') }
    await importRing(into, path)
    await expect(
      full.one.inside((t) =>
        full.vault.open(t, full.one.study, full.ada, 'identity', full.kept.name, 'name'),
      ),
    ).rejects.toMatchObject({ code: 'erased' })
  })

  test('of another installation in use is refused', async () => {
    const full = await makeFullInstallation()
    targets.push({ drop: () => full.close() })
    const into = { ...full, filesDirectory: join(full.directory, 'files') }
    await expect(importRing(into, await ring())).rejects.toThrow('belongs to another installation')
  })

  test('is not mistaken for a backup, nor any other file for it', async () => {
    const into = await target()
    await expect(importRing(into, await backUp())).rejects.toThrow('is no key ring')
    const path = newPath()
    await writeFile(path, 'hello')
    await expect(importRing(into, path)).rejects.toThrow('not an encrypted file')
    const cut = newPath()
    await writeFile(cut, (await readFile(await ring())).subarray(0, -5))
    await expect(importRing(into, cut)).rejects.toThrow(/damaged|no key ring/)
    await rm(cut)
  })
})
