import { listJobs } from '@throughline/contract/platform'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestApp, type TestApp } from '../app.ts'
import { resultOf, sent, transcriptsOf } from './importing.ts'

let product: TestApp
beforeAll(async () => {
  product = await openTestApp()
})
afterAll(() => product.close())

test('killed between two transcripts of one file, an import keeps nothing of it; begun again, it brings in each file once', async () => {
  const lead = await product.person('Ada Okafor')
  const { id: study } = await product.study(lead)
  // The process that works stops at this title, in the middle of the second file, until the lock is let go.
  const holder = new pg.Client(product.database.ownerConfig)
  await holder.connect()
  await holder.query('select pg_advisory_lock(424242)')
  await product.query(`create function stop_here() returns trigger language plpgsql as $$
    begin
      if new.title = 'second half' then perform pg_advisory_xact_lock(424242); end if;
      return new;
    end $$`)
  await product.query(
    'create trigger stop_here before insert on transcript for each row execute function stop_here()',
  )
  const words = (said: string) => `P: ${`${said}. `.repeat(100)}`
  const table = `id,text\nfirst half,"${words('One')}"\nsecond half,"${words('Two')}"\n`
  const uploads = [
    await sent(lead, study, 'whole.txt', 'P: Whole.'),
    await sent(lead, study, 'table.csv', table),
    await sent(lead, study, 'last.txt', 'P: Last.'),
  ]
  const files = uploads.map(({ upload }) => ({ upload }))
  const body = { declared: 'pseudonymised', files }
  const { ownerConfig, appConfig } = product.database
  const { settings } = product
  const worker = spawn(process.execPath, [join(import.meta.dirname, 'import-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  worker.stdin.end(
    JSON.stringify({ settings, ownerConfig, appConfig, account: lead.id, study, body }),
  )
  const [job] = z
    .tuple([z.instanceof(Buffer)])
    .parse(await once(worker.stdout, 'data'))
    .map(String)
  const waiting = () =>
    product.query(`select from pg_locks where locktype = 'advisory' and objid = 424242 and not granted
      and database = (select oid from pg_database where datname = current_database())`)
  const titles = async () => (await transcriptsOf(lead, study)).map(({ title }) => title)
  // The other files go on meanwhile: several are in work at a time.
  while ((await waiting()).length === 0 || (await titles()).length < 2) await sleep(50)
  worker.kill('SIGKILL')
  await once(worker, 'exit')
  await holder.end()
  await product.query('drop trigger stop_here on transcript')

  expect(await titles()).toEqual(['last', 'whole'])
  const { jobs } = (await lead.get(listJobs, { study })).answer()
  expect(jobs).toMatchObject([{ id: job, state: 'running', total: 3 }])

  await product.platform.jobs.start()
  const results = await resultOf(lead, study, job ?? '')
  expect(results.map(({ ok, transcripts }) => [ok, transcripts.length])).toEqual([
    [true, 1],
    [true, 2],
    [true, 1],
  ])
  expect(await titles()).toEqual(['first half', 'last', 'second half', 'whole'])
})
