import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../src/platform/database/database.ts'
import { instanceKeyFile, openVault } from '../../src/platform/vault/index.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'

let testDatabase: TestDatabase
let database: Database
let directory: string
beforeEach(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.appConfig, 4)
  directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
  await rm(directory, { recursive: true, force: true })
})

const open = (keys = 'keys') => openVault({ database, keys: join(directory, keys) })

test('the first run makes a key that only its owner reads; the next run uses it', async () => {
  const sealed = (await open()).sealForInstance(Buffer.from('x'))
  const file = instanceKeyFile(join(directory, 'keys'))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(directory, 'keys'))).toEqual(['instance.key'])
  expect(Buffer.from((await open()).openForInstance(sealed)).toString()).toBe('x')
})

test('processes that start for the first time at once agree on one key', async () => {
  const vaults = await Promise.all(Array.from({ length: 8 }, () => open()))
  const sealed = vaults[0]?.sealForInstance(Buffer.from('x')) ?? Buffer.alloc(0)
  for (const vault of vaults)
    expect(Buffer.from(vault.openForInstance(sealed)).toString()).toBe('x')
})

test('a key that others can read is refused with the command that mends it', async () => {
  await open()
  const file = instanceKeyFile(join(directory, 'keys'))
  await chmod(file, 0o640)
  await expect(open()).rejects.toThrow(`chmod 600 '${file}'`)
})

test('a directory in which others can replace the key is refused', async () => {
  await open()
  await chmod(join(directory, 'keys'), 0o770)
  await expect(open()).rejects.toThrow(`chmod 700 '${join(directory, 'keys')}'`)
})

test('the key of another instance is refused', async () => {
  await open()
  const second = await createTestDatabase()
  const elsewhere = openDatabase(second.appConfig, 2)
  await openVault({ database: elsewhere, keys: join(directory, 'other keys') })
  await elsewhere.close()
  await second.drop()
  await expect(open('other keys')).rejects.toThrow('is not the one of this database')
})

test('a missing key is not silently replaced by a new one', async () => {
  await open()
  await expect(open('lost')).rejects.toThrow('The instance key is missing')
  await expect(readdir(join(directory, 'lost'))).rejects.toThrow('ENOENT')
})

test('a file that is no key is refused', async () => {
  await open()
  const file = instanceKeyFile(join(directory, 'keys'))
  const right = await readFile(file, 'utf8')
  for (const wrong of ['', 'hello', right.slice(0, 40)]) {
    await writeFile(file, wrong)
    await expect(open(), wrong).rejects.toThrow('is not an instance key')
  }
})
