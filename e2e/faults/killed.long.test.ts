import { afterEach, expect, test } from 'vitest'
import {
  databaseProcess,
  killDatabase,
  makePlace,
  type Place,
  randomPause,
  startApp,
  until,
} from './app-under-fault.ts'
import { setTheScene } from './client.ts'
import { expectAuditInOrder } from './verdicts.ts'
import { expectKept, startWriters } from './writers.ts'

const rounds = 10
const places: Place[] = []
afterEach(async () => {
  for (const place of places.splice(0)) await place.clear()
})

async function newPlace(): Promise<Place> {
  const place = await makePlace()
  places.push(place)
  return place
}

test('the app killed again and again under four writers: what was acknowledged is there, once, and the next start works', async () => {
  const place = await newPlace()
  let app = await startApp(place)
  const scene = await setTheScene(place, app)
  const writers = startWriters(scene)
  for (let round = 0; round < rounds; round++) {
    await randomPause(100, 1500)
    app.kill('SIGKILL')
    expect(await app.ended).toBe('SIGKILL')
    const known = writers.ledger.acknowledged.length
    app = await startApp(place)
    await until('the writers go on', () => writers.ledger.acknowledged.length > known + 4)
    await expectAuditInOrder(place)
  }
  await writers.finish()
  await expectKept(scene, writers.ledger)
  console.log(`app killed ${rounds} times:`, countsOf(writers.ledger))
})

test('the database killed again and again under four writers: the app brings it back and goes on by itself', async () => {
  const place = await newPlace()
  const app = await startApp(place)
  const scene = await setTheScene(place, app)
  const writers = startWriters(scene)
  for (let round = 0; round < rounds; round++) {
    await randomPause(100, 1500)
    const killed = await killDatabase(place.home)
    const known = writers.ledger.acknowledged.length
    await until('the writers go on', () => writers.ledger.acknowledged.length > known + 4)
    expect(await databaseProcess(place.home)).not.toBe(killed)
    await expectAuditInOrder(place)
  }
  await writers.finish()
  await expectKept(scene, writers.ledger)
  console.log(`database killed ${rounds} times:`, countsOf(writers.ledger))
  app.kill('SIGTERM')
  expect(await app.ended).toBe(0)
})

function countsOf({ acknowledged, repeated }: { acknowledged: string[]; repeated: number }) {
  return `${acknowledged.length} codings acknowledged, ${repeated} times sent again`
}
