import {
  addCoding,
  exportCodings,
  findQuotes,
  listCodes,
  listCodings,
  removeCoding,
} from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import { getTranscript } from '@throughline/contract/transcripts'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { makePlace, newId, type Place, startApp } from './app-under-fault.ts'
import { Client, type Scene, setTheScene } from './client.ts'
import { expectAuditInOrder } from './verdicts.ts'
import { nextRange } from './writers.ts'

const minutes = 5
const clients = 8
const places: Place[] = []
afterEach(async () => {
  for (const place of places.splice(0)) await place.clear()
})

/** How much memory a process holds, in MB. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024)
}

/** What came back, counted by status; `faults` says where it was 500 or more. */
interface Tally {
  requests: number
  faults: string[]
}

/** A member at work: reads, codes, takes back by undo or by removing, looks at quotes, exports now and then. */
async function work(scene: Scene, client: Client, tally: Tally, over: AbortSignal): Promise<void> {
  const { study, transcript, code, length } = scene
  const count = ({ status }: { status: number }, what: string) => {
    tally.requests += 1
    if (status >= 500) tally.faults.push(`${what}: ${status}`)
  }
  const listening = await client.listen(study)
  for (let turn = 0; !over.aborted; turn++) {
    const key = newId()
    const body = { id: newId(), transcript, code, ...nextRange(length) }
    count(await client.get(getTranscript, { study, transcript }), 'read the transcript')
    count(await client.send(addCoding, body, { study, key }), 'code')
    count(await client.get(listCodings, { study, transcript }), 'read the codings')
    count(await client.get(listCodes, { study }), 'read the code list')
    if (turn % 2 === 0) count(await client.send(undo, { command: key }, { study }), 'undo')
    else count(await client.send(removeCoding, { id: body.id }, { study }), 'remove')
    if (turn % 5 === 0) count(await client.get(findQuotes, { study }, { any: code }), 'find quotes')
    if (turn % 10 === 0)
      count(await client.fetchFile(exportCodings, { study }, { as: 'xlsx' }), 'export')
  }
  listening.stop()
}

test(`${minutes} minutes of ${clients} members at work: no request fails, and memory does not grow on and on`, async () => {
  // With little room for its heap, a leak ends the app within the test instead of hiding in what was not yet collected.
  const place = await makePlace({ environment: { NODE_OPTIONS: '--max-old-space-size=320' } })
  places.push(place)
  const app = await startApp(place)
  const scene = await setTheScene(place, app)
  const tally: Tally = { requests: 0, faults: [] }
  const over = new AbortController()
  const working = Array.from({ length: clients }, () =>
    work(scene, new Client(place.origin, scene.lead.cookies), tally, over.signal),
  )
  const memory: number[] = [await memoryOf(app.pid)]
  for (let minute = 0; minute < minutes; minute++) {
    await Promise.race([sleep(60_000), ...working])
    memory.push(await memoryOf(app.pid))
  }
  over.abort()
  await Promise.all(working)
  console.log(`${tally.requests} requests; memory by the minute, MB: ${memory.join(', ')}`)
  expect(tally.faults).toEqual([])
  // The first minute fills caches and lets the heap find its size. A leak of 1 kB a request would show as more.
  const [, settled = 0] = memory
  expect(memory.at(-1)).toBeLessThan(settled + 150)
  const { study, transcript } = scene
  expect((await scene.lead.get(listCodings, { study, transcript })).answer().codings).toEqual([])
  await expectAuditInOrder(place)
})
