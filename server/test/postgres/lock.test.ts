import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  exitCodes,
  findHolder,
  lockHome,
  prepareHome,
  resolveHome,
} from '../../src/platform/home/index.ts'
import { makeTestHome, type TestHome } from '../test-home.ts'
import { killPostgres, startApp, type AppProcess } from './app-process.ts'

let place: TestHome
const apps: AppProcess[] = []

beforeEach(async () => {
  place = await makeTestHome()
  await prepareHome(place.home)
})

afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.child.kill('SIGKILL')
    await app.ended
  }
  await killPostgres(place.home)
  await place.remove()
})

function startKillableApp(): AppProcess {
  const app = startApp(place.home)
  apps.push(app)
  return app
}

test('a second app on a home names the first and stops with an exit code of its own', async () => {
  const first = startKillableApp()
  await first.said('ready')
  const second = startKillableApp()
  const { message } = await second.said('failed')
  expect(message).toContain(`already runs on ${place.home.directory} (process ${first.pid}, since `)
  expect(await second.ended).toBe(exitCodes.homeInUse)
  expect(first.child.exitCode).toBeNull()
})

test('a home is free the moment its app was killed', async () => {
  const first = startKillableApp()
  await first.said('ready')
  first.child.kill('SIGKILL')
  await first.ended
  expect(findHolder(place.home)).toBeUndefined()
  const lock = lockHome(place.home)
  lock.release()
})

test('of many apps that start at once on one home, one gets it', async () => {
  const all = Array.from({ length: 6 }, startKillableApp)
  const outcomes = await Promise.all(
    all.map((app) =>
      Promise.race([app.said('ready').then(() => 'ready'), app.ended]).catch(() => app.ended),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 'ready')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === exitCodes.homeInUse)).toHaveLength(5)
})

test('who holds a home, and where it answers, can be asked without disturbing it', () => {
  expect(findHolder(place.home)).toBeUndefined()
  const lock = lockHome(place.home)
  expect(findHolder(place.home)).toMatchObject({ pid: process.pid })
  lock.announce('http://localhost:4680')
  expect(findHolder(place.home)).toMatchObject({ url: 'http://localhost:4680' })
  expect(() => lockHome(place.home)).toThrow('already runs')
  lock.release()
  expect(findHolder(place.home)).toBeUndefined()
})

test('root on Linux keeps state where an unprivileged database can reach it, and keys apart', () => {
  expect(resolveHome({}, 'linux', 0)).toMatchObject({
    directory: '/var/lib/throughline',
    keys: '/etc/throughline/keys',
  })
})

test('an ordinary user keeps data and keys in two directories of their own', () => {
  const home = resolveHome({}, 'linux', 1000)
  expect(home.directory).toMatch(/throughline$/)
  expect(home.keys).toMatch(/throughline\/keys$/)
  expect(home.keys.startsWith(home.directory)).toBe(false)
})

test('keys inside the home are refused', () => {
  const home = '/srv/study'
  for (const keys of ['/srv/study', '/srv/study/keys', '/srv/other/../study/deep/keys']) {
    expect(() => resolveHome({ THROUGHLINE_HOME: home, THROUGHLINE_KEYS: keys })).toThrow(
      'must not lie inside the home',
    )
  }
  expect(resolveHome({ THROUGHLINE_HOME: home, THROUGHLINE_KEYS: '/srv/study-keys' }).keys).toBe(
    '/srv/study-keys',
  )
})
