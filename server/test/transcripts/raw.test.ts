import { addCode, addCoding } from '@throughline/contract/coding'
import * as contract from '@throughline/contract/transcripts'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, imported, sent, textOf, transcriptsOf } from './importing.ts'

const phrase = 'Marmaduke Featherstonehaugh lives at the old mill'
const speaker = 'Marmaduke F'
const words = `Interviewer: Who are you?\n${speaker}: ${phrase}.\nInterviewer: Thank you.\n${speaker}: Goodbye.`

let product: TestApp
let lead: Person
let sameSite: Person
let otherSite: Person
let study: TestStudy
let participant: string

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  sameSite = await product.person('Bea Kim')
  otherSite = await product.person('Cy Lund')
  study = await product.study(lead)
  const [one, other] = study.sites
  await study.join(sameSite, 'researcher', one?.id ?? null)
  await study.join(otherSite, 'researcher', other?.id ?? null)
  participant = await study.participant('P012', { site: one?.id ?? null })
})
afterAll(() => product.close())

async function rawTranscript(text = words) {
  const { upload } = await sent(sameSite, study.id, 'Marmaduke F.txt', text)
  const [file] = await imported(
    sameSite,
    study.id,
    [{ upload, participants: { 0: participant }, speakers: { 1: 'participant' } }],
    'raw',
  )
  expect(file).toMatchObject({ ok: true, file: 'A raw transcript' })
  return file?.transcripts[0]?.id ?? ''
}

/** Every row of every table, as text; bytes as they lie there and in base64. */
async function everythingKept(): Promise<string> {
  const tables = await product.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  expect(tables.length).toBeGreaterThan(20)
  let all = ''
  for (const { name } of tables)
    for (const { row } of await product.query<{ row: string }>(
      `select t::text as row from ${name} t`,
    ))
      all += `${row}\n`
  return all
}

test('a raw transcript stands nowhere in the database in clear: not its words, its speakers, nor its file’s name', async () => {
  const id = await rawTranscript()
  const kept = await everythingKept()
  expect(kept).toContain(id)
  for (const secret of [phrase, speaker, 'Marmaduke', 'Featherstonehaugh']) {
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(Buffer.from(secret).toString('hex'))
    expect(kept).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4))
  }
  const title = (await transcriptsOf(lead, study.id)).find((one) => one.id === id)?.title
  expect(title).toBe('P012')
})

test('a raw transcript of nobody known has a title that says nothing', async () => {
  const { upload } = await sent(lead, study.id, 'Marmaduke.txt', 'A: Hm.\nB: Hm hm.')
  const [file] = await imported(lead, study.id, [upload], 'raw')
  expect(file?.transcripts[0]?.title).toMatch(/^Interview \d+$/)
})

test('a raw transcript is read by members of other sites only, and each look is in the audit trail', async () => {
  const id = await rawTranscript(`${words}\nInterviewer: Look here.`)
  const looks = async () =>
    product.query(
      `select account_id as account from audit_entry where action = 'look at a raw transcript' and subject_id = $1 order by id`,
      [id],
    )
  const refused = await sameSite.get(contract.getTranscript, { study: study.id, transcript: id })
  expect(refused.status).toBe(403)
  expect(refused.body).not.toContain(phrase)
  expect(await looks()).toEqual([])
  expect((await textOf(otherSite, study.id, id)).text).toContain(phrase)
  expect((await textOf(otherSite, study.id, id)).speakers).toContainEqual({
    label: speaker,
    role: 'participant',
  })
  expect(await looks()).toEqual([{ account: otherSite.id }, { account: otherSite.id }])
})

test('not even SQL under the app’s role shows sealed words to a member of the participant’s site', async () => {
  const id = await rawTranscript(`${words}\nInterviewer: By SQL.`)
  const rowsFor = (person: Person) =>
    asApp(person, `select sealed from transcript_text where transcript_id = '${id}'`)
  expect(await rowsFor(otherSite)).toHaveLength(1)
  expect(await rowsFor(sameSite)).toEqual([])
  const changed = await asApp(
    sameSite,
    `update transcript_text set sealed = null, text = 'x' where transcript_id = '${id}' returning 1`,
  )
  expect(changed).toEqual([])
})

test('a raw transcript is not coded and not kept in clear, not even by SQL; once released it is coded', async () => {
  const id = await rawTranscript(`${words}\nInterviewer: To be released.`)
  const code = uuidv7()
  ;(await lead.send(addCode, { id: code, name: 'Home' }, { study: study.id })).answer()
  const coding = { id: uuidv7(), transcript: id, code, from: 0, to: 4 }
  expect((await otherSite.send(addCoding, coding, { study: study.id })).status).toBeGreaterThan(399)
  await expect(
    asApp(
      otherSite,
      `insert into coding (study_id, id, transcript_id, code_id, coder_id, starts, ends)
       values ('${study.id}', '${uuidv7()}', '${id}', '${code}', '${otherSite.id}', 0, 4)`,
    ),
  ).rejects.toThrow('Only a released transcript can be coded')
  await expect(
    asApp(
      otherSite,
      `update transcript_text set sealed = null, text = 'x' where transcript_id = '${id}'`,
    ),
  ).rejects.toThrow('Only a released transcript is kept in clear')
  await expect(
    asApp(otherSite, `update transcript set stage = 'released' where id = '${id}'`),
  ).rejects.toThrow()

  const early = await sameSite.send(contract.releaseTranscript, { id }, { study: study.id })
  expect(early.status).toBe(403)
  ;(await otherSite.send(contract.releaseTranscript, { id }, { study: study.id })).answer()
  const now = await textOf(sameSite, study.id, id)
  expect(now).toMatchObject({ stage: 'released', declared: 'raw', title: 'P012' })
  expect(now.text).toContain(phrase)
  expect(now.turns).toHaveLength(5)
  expect(now.turns[1]).toMatchObject({ speaker, role: 'participant' })
  ;(await otherSite.send(addCoding, coding, { study: study.id })).answer()
  const twice = await otherSite.send(contract.releaseTranscript, { id }, { study: study.id })
  expect(twice.problem().code).toBe('released-already')
})

test('given to another participant it comes under that one’s key, and erasure reaches it', async () => {
  const id = await rawTranscript(`${words}\nInterviewer: Whose?`)
  const other = await study.participant('P077', { site: study.sites[1]?.id ?? null })
  const given = { id, participant: other }
  ;(await otherSite.send(contract.changeTranscript, given, { study: study.id })).answer()
  expect((await textOf(sameSite, study.id, id)).text).toContain(phrase)
  await product.platform.database.inStudy(lead.id, study.id, null, (transaction) =>
    product.platform.vault.erase(transaction, study.id, other, ['raw transcript']),
  )
  const gone = await sameSite.get(contract.getTranscript, { study: study.id, transcript: id })
  expect(gone.status).toBe(410)
})

test('an observer reads no raw transcript', async () => {
  const observer = await product.person('Oz Oak')
  await study.join(observer, 'observer')
  const id = await rawTranscript(`${words}\nInterviewer: Observed.`)
  const reply = await observer.get(contract.getTranscript, { study: study.id, transcript: id })
  expect(reply.status).toBe(403)
})

test('one that was declared pseudonymised is released with name and date', async () => {
  const [made] = await broughtIn(lead, study.id, 'clean.txt', 'I: Well?\nP: Fine.')
  const [row] = await product.query(
    `select stage, declared, released_by, released_at is not null as dated from transcript where id = $1`,
    [made?.id],
  )
  expect(row).toEqual({
    stage: 'released',
    declared: 'pseudonymised',
    released_by: lead.id,
    dated: true,
  })
})

/** Runs SQL as the app would for this person, past every route. */
async function asApp(person: Person, statement: string): Promise<unknown[]> {
  const client = new pg.Client(product.database.appConfig)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select * from begin_step($1, $2, null)', [person.id, study.id])
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
