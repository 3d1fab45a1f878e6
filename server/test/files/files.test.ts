import { fc } from '@fast-check/vitest'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { blobLock, BlobMissing, openFiles, type Files } from '../../src/platform/files/index.ts'
import { SealBroken } from '../../src/platform/vault/index.ts'
import { type Instance, makeInstance, makeStudy } from '../vault/study.ts'

let instance: Instance
let one: Awaited<ReturnType<typeof makeStudy>>
let files: Files
let directory: string
beforeAll(async () => {
  instance = await makeInstance()
})
afterAll(() => instance.close())
beforeEach(async () => {
  one = await makeStudy(instance)
  directory = join(instance.directory, randomUUID())
  files = openFiles({ database: instance.database, vault: instance.vault, directory })
})

const put = (content: Uint8Array | AsyncIterable<Uint8Array>, subject: string = randomUUID()) =>
  one.inside((t) =>
    files.put(t, one.study, {
      content,
      subject,
      kind: 'raw transcript',
      mediaType: 'text/plain',
      name: 'Interview with Ada Ünal.txt',
    }),
  )
const read = (id: string) => one.inside((t) => files.read(t, one.study, id))

async function blobPaths(): Promise<string[]> {
  const names = await readdir(join(directory, 'blobs'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.length > 2).map((name) => join(directory, 'blobs', name))
}

async function onlyBlob(): Promise<string> {
  const [path, ...more] = await blobPaths()
  if (path === undefined || more.length > 0) throw new Error(`${more.length + 1} blobs, not one`)
  return path
}

async function age(path: string, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * 3_600_000)
  await utimes(path, then, then)
}

describe('keeping a file', () => {
  test('any content of any length comes back, however it was cut on the way in', async () => {
    const segment = 64 * 1024
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.nat({ max: 300_000 }),
          fc.constantFrom(0, 1, segment - 1, segment, segment + 1, 2 * segment, 3 * segment),
        ),
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 }),
        async (length, cuts) => {
          const content = randomBytes(length)
          async function* pieces() {
            let start = 0
            for (let turn = 0; start < length; turn += 1) {
              const end = start + (cuts[turn % cuts.length] ?? 1)
              yield content.subarray(start, end)
              start = end
            }
          }
          const { id, bytes } = await put(pieces())
          expect(bytes).toBe(length)
          const file = await read(id)
          expect(file).toMatchObject({
            bytes: length,
            name: 'Interview with Ada Ünal.txt',
            mediaType: 'text/plain',
          })
          expect(Buffer.compare(await buffer(await file.content()), content)).toBe(0)
          expect(Buffer.compare(await file.wholeContent(), content)).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('neither its words nor its name are on disk or in the table, and its address is its hash', async () => {
    const { id } = await put(Buffer.from('What Ada Ünal said'.repeat(500)))
    const path = await onlyBlob()
    const stored = await readFile(path)
    expect(stored.includes('Ada Ünal')).toBe(false)
    expect(path.endsWith(createHash('sha256').update(stored).digest('hex'))).toBe(true)
    const { rows } = await one.inside((t) =>
      sql`select file::text as line from file where id = ${id}`.execute(t),
    )
    const line = JSON.stringify(rows)
    for (const words of ['Ada Ünal', 'Interview with']) {
      expect(line).not.toContain(words)
      expect(line).not.toContain(Buffer.from(words).toString('hex'))
    }
  })

  test('the same content is found again within its study and nowhere else', async () => {
    const content = randomBytes(1000)
    const { id } = await put(content)
    expect(await one.inside((t) => files.findSame(t, one.study, content))).toEqual([id])
    const changed = Buffer.concat([content, Buffer.of(0)])
    expect(await one.inside((t) => files.findSame(t, one.study, changed))).toEqual([])
    const other = await makeStudy(instance)
    expect(await other.inside((t) => files.findSame(t, other.study, content))).toEqual([])
  })

  test('another study reads and removes nothing', async () => {
    const { id } = await put(Buffer.from('x'))
    const other = await makeStudy(instance)
    for (const study of [one.study, other.study])
      await expect(other.inside((t) => files.read(t, study, id))).rejects.toMatchObject({
        status: 404,
      })
    await other.inside((t) => files.remove(t, one.study, id))
    expect((await read(id)).bytes).toBe(1)
  })

  test('a failure of what sends it leaves nothing behind', async () => {
    async function* broken() {
      yield randomBytes(100_000)
      throw new Error('the line broke')
    }
    await expect(put(broken())).rejects.toThrow('the line broke')
    expect(await blobPaths()).toEqual([])
    expect(await readdir(join(directory, 'incoming'))).toEqual([])
  })
})

describe('what was changed on disk', () => {
  test.each([
    [
      'a flipped bit',
      async (path: string) => {
        const bytes = await readFile(path)
        const place = Math.floor(bytes.length / 2)
        bytes[place] = (bytes[place] ?? 0) ^ 1
        await writeFile(path, bytes)
      },
    ],
    ['a cut end', (path: string) => truncate(path, 100_000)],
    ['an end cut at a segment', (path: string) => truncate(path, 1 + 2 * (64 * 1024 + 16))],
    ['a lost content', (path: string) => truncate(path, 0)],
    ['an appended byte', (path: string) => appendFile(path, Buffer.of(0))],
    [
      'two swapped segments',
      async (path: string) => {
        const bytes = await readFile(path)
        const length = 64 * 1024 + 16
        const [head, first, second] = [
          bytes.subarray(0, 1),
          bytes.subarray(1, 1 + length),
          bytes.subarray(1 + length, 1 + 2 * length),
        ]
        await writeFile(path, Buffer.concat([head, second, first, bytes.subarray(1 + 2 * length)]))
      },
    ],
  ])('%s is refused', async (_name, change) => {
    const { id } = await put(randomBytes(200_000))
    await change(await onlyBlob())
    const file = await read(id)
    await expect(file.wholeContent()).rejects.toThrow(SealBroken)
  })

  test('a blob that is gone is told by name', async () => {
    const { id } = await put(Buffer.from('x'))
    await rm(await onlyBlob())
    const file = await read(id)
    await expect(file.content()).rejects.toThrow(BlobMissing)
  })
})

describe('erasing', () => {
  test("takes the subject's files of that kind, and the sweep takes their bytes", async () => {
    const subject = randomUUID()
    const { id } = await put(Buffer.from('x'), subject)
    const path = await onlyBlob()
    await one.inside((t) => instance.vault.erase(t, one.study, subject, ['raw transcript']))
    await expect(read(id)).rejects.toMatchObject({ status: 404 })
    await age(path, 2)
    expect((await files.sweep()).blobs).toBe(1)
    expect(await blobPaths()).toEqual([])
  })
})

describe('the sweep', () => {
  test('removes old blobs that no file names and spares the named and the young', async () => {
    const kept = await put(randomBytes(10))
    const removed = await put(randomBytes(10))
    for (const path of await blobPaths()) await age(path, 2)
    await one.inside((t) => files.remove(t, one.study, removed.id))
    const young = await put(randomBytes(10))
    await one.inside((t) => files.remove(t, one.study, young.id))
    expect(await files.sweep()).toEqual({ blobs: 1, uploads: 0 })
    expect(await blobPaths()).toHaveLength(2)
    expect((await read(kept.id)).bytes).toBe(10)
  })

  test('takes the bytes of a transaction that was rolled back', async () => {
    await expect(
      one.inside(async (t) => {
        await files.put(t, one.study, {
          content: randomBytes(10),
          subject: randomUUID(),
          kind: 'recording',
          mediaType: 'audio/wav',
          name: 'a.wav',
        })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await age(await onlyBlob(), 2)
    expect((await files.sweep()).blobs).toBe(1)
  })

  test('removes uploads that nobody went on with for a day', async () => {
    const incoming = join(directory, 'incoming')
    await mkdir(incoming, { recursive: true })
    for (const [name, hours] of [
      ['old', 25],
      ['young', 23],
    ] as const) {
      await writeFile(join(incoming, name), 'half a file')
      await age(join(incoming, name), hours)
    }
    expect((await files.sweep()).uploads).toBe(1)
    expect(await readdir(incoming)).toEqual(['young'])
  })

  test('waits for a backup that copies blobs', async () => {
    const { id } = await put(Buffer.from('x'))
    await age(await onlyBlob(), 2)
    await one.inside((t) => files.remove(t, one.study, id))
    const backup = await instance.database.pool.connect()
    await backup.query(`select pg_advisory_lock_shared(${blobLock})`)
    expect((await files.sweep()).blobs).toBe(0)
    await backup.query(`select pg_advisory_unlock_shared(${blobLock})`)
    backup.release()
    expect((await files.sweep()).blobs).toBe(1)
  })
})
