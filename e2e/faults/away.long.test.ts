import { addCoding } from '@throughline/contract/coding'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { makePlace, newId, type Place, startApp, until } from './app-under-fault.ts'
import { type Listening, setTheScene } from './client.ts'
import { nextRange, startWriters } from './writers.ts'

const places: Place[] = []
afterEach(async () => {
  for (const place of places.splice(0)) await place.clear()
})

async function newPlace(): Promise<Place> {
  const place = await makePlace()
  places.push(place)
  return place
}

/** The codings that were told of, in the order of telling. */
const codingsIn = (listening: Listening) =>
  listening.events.flatMap(({ name, data }) => (name === 'coding.added' ? [String(data.id)] : []))

test('who was away while more than a thousand things happened and the app was killed misses nothing', async () => {
  const place = await newPlace()
  const app = await startApp(place)
  const { lead, study, transcript, code, length } = await setTheScene(place, app)
  const before = await lead.listen(study)
  const made: string[] = []
  const codeThem = async (count: number) => {
    for (let done = 0; done < count; done += 8)
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const body = { id: newId(), transcript, code, ...nextRange(length) }
          ;(await lead.send(addCoding, body, { study })).answer()
          made.push(body.id)
        }),
      )
  }
  await codeThem(8)
  await until('they are told', () => codingsIn(before).length === 8)
  before.stop()
  await codeThem(1_200)
  // What was committed and not yet published must be told by whoever starts next.
  app.kill('SIGKILL')
  await app.ended
  await startApp(place)
  await codeThem(8)
  const after = await lead.listen(study, before.position)
  await until('all are told', () => codingsIn(after).length >= made.length - 8, 30)
  await sleep(500)
  after.stop()
  const told = [...codingsIn(before), ...codingsIn(after)]
  expect(told).toHaveLength(made.length)
  expect(new Set(told)).toEqual(new Set(made))
})

test('who comes and goes while four writers write hears each coding once', async () => {
  const place = await newPlace()
  const scene = await setTheScene(place, await startApp(place))
  const writers = startWriters(scene)
  const first = await scene.lead.listen(scene.study, 0)
  let position = 0
  const told: string[] = []
  let listening = first
  for (let time = 0; time < 30; time++) {
    await sleep(Math.random() * 300)
    listening.stop()
    told.push(...codingsIn(listening))
    position = listening.position
    listening = await scene.lead.listen(scene.study, position)
  }
  await writers.finish()
  const { acknowledged } = writers.ledger
  await until(
    'all are told',
    () => told.length + codingsIn(listening).length >= acknowledged.length,
    30,
  )
  listening.stop()
  told.push(...codingsIn(listening))
  expect(told).toHaveLength(acknowledged.length)
  expect(new Set(told)).toEqual(new Set(acknowledged))
})
