import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import {
  appOf,
  databaseProcess,
  isTaken,
  launchApp,
  makePlace,
  type Place,
  startApp,
  until,
  untilItServes,
} from './app-under-fault.ts'
import { setTheScene } from './client.ts'
import { expectKept, startWriters } from './writers.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const places: Place[] = []
afterEach(async () => {
  for (const place of places.splice(0)) await place.clear()
})

async function newPlace(): Promise<Place> {
  const place = await makePlace()
  places.push(place)
  return place
}

/** Neither app nor database nor any process that they started is left, and the port is free. */
async function expectNothingLeft(place: Place): Promise<void> {
  expect(processesOf(place)).toEqual([])
  expect(await isTaken(place.port)).toBe(false)
}

function processesOf({ home }: Place): string[] {
  const all = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
  return all.split('\n').filter((line) => line.includes(home) && !/^\s*\d+ Z/.test(line))
}

test('told to stop while writers write, the app keeps what it acknowledged and leaves nothing behind', async () => {
  const place = await newPlace()
  let app = await startApp(place)
  const scene = await setTheScene(place, app)
  const writers = startWriters(scene)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    const known = writers.ledger.acknowledged.length
    await until('the writers write', () => writers.ledger.acknowledged.length > known + 50)
    app.kill(signal)
    expect(await app.ended).toBe(0)
    await expectNothingLeft(place)
    app = await startApp(place)
  }
  await writers.finish()
  await expectKept(scene, writers.ledger)
})

test('told to stop in the middle of its start, the app leaves nothing behind and starts well the next time', async () => {
  const place = await newPlace()
  for (const moment of ['database', 'lock'] as const) {
    const app = launchApp(place)
    await until('the start has begun', async () =>
      moment === 'database'
        ? (await databaseProcess(place.home)) !== undefined
        : processesOf(place).length > 1,
    )
    app.kill('SIGTERM')
    expect(await app.ended).toBe(0)
    await expectNothingLeft(place)
  }
  await setTheScene(place, await startApp(place))
})

test('Ctrl-C in the terminal of npm start stops everything', async () => {
  const place = await newPlace()
  const { DATABASE_URL: _, ...environment } = process.env
  const npm = spawn(
    'npm',
    ['start', '--', '--port', String(place.port), '--home', place.home, '--keys', place.keys],
    // A terminal sends its signal to the whole group in the foreground.
    { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  const app = appOf(npm)
  await untilItServes(app)
  expect(await isTaken(place.port)).toBe(true)
  process.kill(-app.pid, 'SIGINT')
  await app.ended
  await until('nothing is left', () => processesOf(place).length === 0, 30)
  await expectNothingLeft(place)
  expect(app.said()).not.toMatch(/Error|ELIFECYCLE/)
})
