import { addCoding, listCodings } from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import { listTranscripts } from '@throughline/contract/transcripts'
import { withClient } from '@throughline/server/platform/postgres'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startDebianServer } from '../../server/test/postgres/debian-server.ts'
import { freePort, launchApp, makePlace, newId, startApp, until } from './app-under-fault.ts'
import { Client, importInterview, setTheScene } from './client.ts'
import { nextRange } from './writers.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

test('a second app on one home says who has it and stops, and the first goes on', async () => {
  const place = await makePlace()
  cleanups.push(() => place.clear())
  const first = await startApp(place)
  const scene = await setTheScene(place, first)
  const second = launchApp({ ...place, port: await freePort() })
  expect(await second.ended).toBe(3)
  expect(second.said()).toContain(`Throughline already runs on ${place.home} (process ${first.pid}`)
  const { study, transcript, code } = scene
  const body = { id: newId(), transcript, code, from: 0, to: 5 }
  expect((await scene.lead.send(addCoding, body, { study })).status).toBe(200)
})

test('two apps on one database work as one: live, undone across, and long work done once', async () => {
  const server = await startDebianServer()
  cleanups.push(() => server.stop())
  await withClient(server.connection('postgres', server.superuser), async (client) => {
    await client.query('create role keeper login createrole')
    await client.query('create database shared owner keeper')
  })
  const url = `postgresql://keeper@localhost:5432/shared?host=${encodeURIComponent(server.directory)}`
  const environment = { DATABASE_URL: url }
  const one = await makePlace({ environment })
  cleanups.push(() => one.clear())
  const other = await makePlace({ environment, keys: one.keys })
  cleanups.push(() => other.clear())
  // Apps on one database share the folder of files, as a network drive.
  const files = await mkdtemp(join(tmpdir(), 'throughline-files-'))
  cleanups.push(() => rm(files, { recursive: true, force: true }))
  for (const { home } of [one, other]) {
    await mkdir(home, { recursive: true })
    await symlink(files, join(home, 'files'))
  }

  const here = await setTheScene(one, await startApp(one))
  await startApp(other)
  const { study, transcript, code, length } = here
  const there = new Client(other.origin, here.lead.cookies)
  const hearing = await there.listen(study)
  const hearingHere = await here.lead.listen(study)
  cleanups.push(async () => {
    hearing.stop()
    hearingHere.stop()
  })

  const step = newId()
  const body = { id: newId(), transcript, code, ...nextRange(length) }
  ;(await here.lead.send(addCoding, body, { study, key: step })).answer()
  await until(
    'the other app tells of it',
    () => hearing.events.some(({ name, data }) => name === 'coding.added' && data.id === body.id),
    5,
  )
  ;(await there.send(undo, { command: step }, { study })).answer()
  await until(
    'the first app tells that it was undone',
    () =>
      hearingHere.events.some(({ name, data }) => name === 'coding.removed' && data.id === body.id),
    5,
  )
  expect((await here.lead.get(listCodings, { study, transcript })).answer().codings).toEqual([])

  const speakers = ['P010', 'P011', 'P012', 'P013', 'P014', 'P015']
  await Promise.all(
    speakers.map((label, index) =>
      importInterview(
        index % 2 === 0 ? here.lead : there,
        study,
        `${label}.txt`,
        `Interviewer: Who are you?\nParticipant: I am ${label}.`,
      ),
    ),
  )
  const { transcripts } = (await there.get(listTranscripts, { study })).answer()
  expect(transcripts.map(({ title }) => title).toSorted()).toEqual(['P001', ...speakers])
})
