import { listCodings } from '@throughline/contract/coding'
import { addCoding } from '@throughline/contract/coding'
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  killDatabase,
  launchApp,
  makePlace,
  newId,
  type Place,
  startApp,
  until,
} from './app-under-fault.ts'
import { importInterview, setTheScene } from './client.ts'
import { expectAuditInOrder } from './verdicts.ts'
import { expectKept, nextRange, startWriters } from './writers.ts'

const full = 'The disk of the server is full. Nothing was lost; free some space and try again.'
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** A place whose home has a small disk of its own, which root alone can mount. */
async function placeOnSmallDisk(): Promise<{ place: Place; fill(): void; free(): Promise<void> }> {
  if (process.getuid?.() !== 0)
    throw new Error('These tests mount a small disk, which only root may: run them as root.')
  const disk = await mkdtemp(join(tmpdir(), 'throughline-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400M', 'tmpfs', disk])
  await chmod(disk, 0o711)
  cleanups.push(async () => {
    // Sessions of a killed server need a moment to leave the disk.
    await until('the disk is left', () => unmounted(disk))
    await rm(disk, { recursive: true, force: true })
  })
  const place = await makePlace({ home: join(disk, 'home') })
  cleanups.push(() => place.clear())
  const ballast = join(disk, 'ballast')
  return {
    place,
    fill() {
      try {
        execFileSync('sh', ['-c', 'cat /dev/zero > "$0"', ballast], { stdio: 'pipe' })
      } catch (error) {
        expect(String(error)).toContain('No space left on device')
      }
    },
    free: () => rm(ballast, { force: true }),
  }
}

function unmounted(disk: string): boolean {
  try {
    execFileSync('umount', [disk], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

test('on a full disk writes are refused in a sentence, reads answer, and with space all goes on', async () => {
  const { place, fill, free } = await placeOnSmallDisk()
  const app = await startApp(place)
  const scene = await setTheScene(place, app)
  const { lead, study, transcript, code, length } = scene
  const writers = startWriters(scene)
  await until('codings are made', () => writers.ledger.acknowledged.length > 100)

  for (let time = 0; time < 3; time++) {
    fill()
    const body = { id: newId(), transcript, code, ...nextRange(length) }
    const key = newId()
    const tryIt = () => lead.send(addCoding, body, { study, key })
    await until('a writer is refused', async () => (await tryIt()).status !== 200)
    const refused = await tryIt()
    expect([refused.status, refused.problem().detail]).toEqual([507, full])
    const upload = await lead.upload(study, 'P002.txt', 'Participant: I was new here.')
    expect([upload.status, upload.problem().detail]).toEqual([507, full])
    expect((await lead.get(listCodings, { study, transcript })).status).toBe(200)

    await free()
    const known = writers.ledger.acknowledged.length
    await until('the writers go on', () => writers.ledger.acknowledged.length > known + 20)
    ;(await tryIt()).answer()
    writers.ledger.acknowledged.push(body.id)
  }
  await importInterview(lead, study, 'P002.txt', 'Participant: I was new here.')
  await writers.finish()
  await expectKept(scene, {
    ...writers.ledger,
    acknowledged: [...new Set(writers.ledger.acknowledged)],
  })
  await expectAuditInOrder(place)
})

test('a database that dies on a full disk comes back with space, without a restart of the app', async () => {
  const { place, fill, free } = await placeOnSmallDisk()
  const app = await startApp(place)
  const scene = await setTheScene(place, app)
  const writers = startWriters(scene)
  await until('codings are made', () => writers.ledger.acknowledged.length > 100)
  fill()
  await killDatabase(place.home)
  await until('the app knows', () => /is full/.test(app.said()))
  await free()
  const known = writers.ledger.acknowledged.length
  await until('the writers go on', () => writers.ledger.acknowledged.length > known + 20)
  await writers.finish()
  await expectKept(scene, writers.ledger)
  await expectAuditInOrder(place)
})

test('a start on a full disk says so with its exit code, and the next one, with space, has everything', async () => {
  const { place, fill, free } = await placeOnSmallDisk()
  const app = await startApp(place)
  const scene = await setTheScene(place, app)
  const writers = startWriters(scene)
  await until('codings are made', () => writers.ledger.acknowledged.length > 100)
  await writers.finish()
  app.kill('SIGTERM')
  expect(await app.ended).toBe(0)
  fill()
  const refused = launchApp(place)
  expect(await refused.ended).toBe(5)
  expect(refused.said()).toMatch(
    /The disk that holds .* is full\. Nothing is damaged: free some space/,
  )
  await free()
  await startApp(place)
  await expectKept(scene, writers.ledger)
  await expectAuditInOrder(place)
})
