import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openFiles } from '../../src/platform/files/index.ts'
import { type Instance, makeInstance, makeStudy } from '../vault/study.ts'

let instance: Instance
beforeAll(async () => {
  instance = await makeInstance()
})
afterAll(() => instance.close())

test('whenever the app is killed, acknowledged files are whole and half a file has no address', async () => {
  const { study, account, inside } = await makeStudy(instance)
  const directory = join(instance.directory, 'files')
  const settings = {
    appConfig: instance.appConfig,
    keys: instance.keys,
    directory,
    account,
    study,
    subject: randomUUID(),
  }
  const acknowledged: { id: string; start: string }[] = []
  for (let round = 0; round < 5; round += 1) {
    const lines = await putUntilKilled(settings, 3 * round)
    acknowledged.push(...lines)
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(5)

  const files = openFiles({ database: instance.database, vault: instance.vault, directory })
  for (const { id, start } of acknowledged) {
    const file = await inside((t) => files.read(t, study, id))
    const content = Buffer.from(await file.wholeContent())
    expect(content.length).toBe(300_000)
    expect(content.subarray(0, 16).toString('hex')).toBe(start)
  }
  const blobs = join(directory, 'blobs')
  for (const name of await readdir(blobs, { recursive: true })) {
    if (name.length <= 2) continue
    const hash = createHash('sha256').update(await readFile(join(blobs, name)))
    expect(name.endsWith(hash.digest('hex'))).toBe(true)
  }
  const incoming = await readdir(join(directory, 'incoming'))
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  for (const name of incoming) await utimes(join(directory, 'incoming', name), yesterday, yesterday)
  expect((await files.sweep()).uploads).toBe(incoming.length)
})

/** Kills the process a few milliseconds after it acknowledged its first files. */
async function putUntilKilled(settings: object, delay: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'putting-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(settings))
  let output = ''
  let killing: Promise<void> | undefined
  for await (const piece of child.stdout) {
    output += String(piece)
    killing ??= sleep(delay).then(() => void child.kill('SIGKILL'))
  }
  await killing
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => z.object({ id: z.uuid(), start: z.string() }).parse(JSON.parse(line)))
}
