import { undo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/transcripts'
import { addCode, addCoding } from '@throughline/contract/coding'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, imported, sent, textOf, transcriptsOf } from './importing.ts'

let product: TestApp
let lead: Person
let researcher: Person
let observer: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  observer = await product.person('Cy Lund')
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  await study.join(observer, 'observer')
})
afterAll(() => product.close())

const keptFiles = async () =>
  (await product.query('select from file where study_id = $1', [study.id])).length

describe('an import of many files', () => {
  test('brings in each by itself: one that cannot be read says why and stops no other', async () => {
    const files = [
      ['good.txt', 'I: Where?\nP: Here.'],
      ['picture.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
      ['broken.docx', Buffer.from('504b0304ffffffffffffffff', 'hex')],
      ['empty.txt', ' \n'],
      ['also good.md', '**I:** Where?\n\n**P:** There.'],
    ] as const
    const uploads: string[] = []
    for (const [name, content] of files)
      uploads.push((await sent(lead, study.id, name, content)).upload)
    const results = await imported(lead, study.id, uploads)
    expect(results.map(({ upload, file, ok }) => [upload, file, ok])).toEqual(
      files.map(([name], index) => [uploads[index], name, name.includes('good')]),
    )
    for (const { ok, message, transcripts } of results) {
      expect(transcripts.length > 0).toBe(ok)
      if (!ok) expect(message).toMatch(/^[A-Z].{20,}\.$/)
    }
  })

  test('takes 200 small files in one go', async () => {
    const others = await product.study(lead, { title: 'Two hundred' })
    const uploads = []
    for (let number = 1; number <= 200; number += 1) {
      const name = `Interview ${number}.txt`
      const { upload } = await sent(lead, others.id, name, `P: I am number ${number}.`)
      uploads.push(upload)
    }
    const results = await imported(lead, others.id, uploads)
    expect(results.filter(({ ok }) => ok)).toHaveLength(200)
    const made = await transcriptsOf(lead, others.id)
    expect(new Set(made.map(({ title }) => title)).size).toBe(200)
    const last = made.find(({ title }) => title === 'Interview 200')
    expect((await textOf(lead, others.id, last?.id)).text).toBe('P: I am number 200.')
  })

  test('keeps nothing of a file whose second transcript fails, and goes on with the next', async () => {
    await product.query(
      `alter table transcript add constraint no_such_title check (title <> 'second')`,
    )
    const before = await transcriptsOf(lead, study.id)
    const table = `id,text\nfirst,"P: ${'One. '.repeat(100)}"\nsecond,"P: ${'Two. '.repeat(100)}"\n`
    const half = await sent(lead, study.id, 'table.csv', table)
    const next = await sent(lead, study.id, 'next.txt', 'P: Next.')
    const results = await imported(lead, study.id, [half.upload, next.upload])
    expect(results.map(({ ok }) => ok)).toEqual([false, true])
    const titles = (await transcriptsOf(lead, study.id)).map(({ title }) => title)
    expect(titles).not.toContain('first')
    expect(titles).toHaveLength(before.length + 1)
    const orphans = await product.query(
      `select from transcript_text x where not exists (select from transcript t where t.id = x.transcript_id)`,
    )
    expect(orphans).toEqual([])
    await product.query('alter table transcript drop constraint no_such_title')
    const [again] = await imported(lead, study.id, [half.upload])
    expect(again?.transcripts.map(({ title }) => title)).toEqual(['first', 'second'])
  })

  test('asked twice under one key happens once', async () => {
    const { upload } = await sent(lead, study.id, 'once.txt', 'P: Only once.')
    const body = { declared: 'pseudonymised' as const, files: [{ upload }] }
    const key = crypto.randomUUID()
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        lead
          .send(contract.importTranscripts, body, { study: study.id, key })
          .then((r) => r.answer()),
      ),
    )
    expect(second).toEqual(first)
  })
})

describe('the same file', () => {
  const content = 'P: The same words, to the byte.'

  test('is noticed, refused, and imported again only when that is asked', async () => {
    const [first] = await broughtIn(lead, study.id, 'one name.txt', content)
    const preview = await sent(lead, study.id, 'another name.txt', content)
    expect(preview.sameAs).toEqual([{ id: first?.id, title: 'one name' }])
    const [refused] = await imported(lead, study.id, [preview.upload])
    expect(refused).toMatchObject({ ok: false, transcripts: [] })
    expect(refused?.message).toContain('“one name”')
    const [again] = await imported(lead, study.id, [{ upload: preview.upload, again: true }])
    expect(again).toMatchObject({ ok: true, transcripts: [{ title: 'another name' }] })
  })

  test('is not noticed across studies', async () => {
    const other = await product.study(lead, { title: 'Another study' })
    expect((await sent(lead, other.id, 'x.txt', content)).sameAs).toEqual([])
  })

  test('sent twice in one import comes in once', async () => {
    const one = await sent(lead, study.id, 'twin.txt', 'P: Twins.')
    const two = await sent(lead, study.id, 'twin copy.txt', 'P: Twins.')
    const results = await imported(lead, study.id, [one.upload, two.upload])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })
})

describe('what cannot be meant is refused with a sentence', () => {
  test('speakers with sentences for names', async () => {
    const row = `"${'a very long sentence '.repeat(200)}",hello`
    const csv = `who,text\n${Array.from({ length: 4 }, () => row).join('\n')}\n`
    const choice = {
      delimiter: ',',
      header: true,
      layout: 'turns',
      columns: { text: 1, speaker: 0, start: null, end: null, id: null },
    }
    const { upload } = await sent(lead, study.id, 'wrong column.csv', csv)
    const options = JSON.stringify({ csv: choice })
    const seen = (
      await lead.get(contract.previewFile, { study: study.id, upload }, { options })
    ).answer()
    expect(seen.problem?.message).toContain('Choose another column for the speakers')
  })

  test('more transcripts than a file may hold', async () => {
    const rows = Array.from({ length: 2_001 }, (_, n) => `id-${n},"${'word '.repeat(90)}"`)
    const seen = await sent(lead, study.id, 'too many.csv', `id,text\n${rows.join('\n')}\n`)
    expect(seen.problem?.message).toContain('2,001 transcripts')
  })

  test('a file’s name with control characters does no harm', async () => {
    const [made] = await broughtIn(lead, study.id, 'a\u0000b\u0007c.txt', 'P: Odd name.')
    expect(made?.title).toBe('a b c')
  })
})

describe('a transcript', () => {
  test('is renamed and given to a participant, which is undone by whoever may', async () => {
    const [made] = await broughtIn(lead, study.id, 'to rename.txt', 'P: Whose am I?')
    const id = made?.id ?? ''
    const participant = await study.participant('P012')
    const key = crypto.randomUUID()
    const body = { id, title: 'Second interview', participant }
    ;(await lead.send(contract.changeTranscript, body, { study: study.id, key })).answer()
    const now = async () => (await transcriptsOf(lead, study.id)).find((one) => one.id === id)
    expect(await now()).toMatchObject({
      title: 'Second interview',
      participant: { id: participant, label: 'P012' },
    })
    ;(await researcher.send(undo, { command: key }, { study: study.id })).answer()
    expect(await now()).toMatchObject({ title: 'to rename', participant: null })
  })

  test('is removed with its original, but not while a coding stands on it', async () => {
    const [made] = await broughtIn(lead, study.id, 'to remove.txt', 'P: Remove me not.')
    const id = made?.id ?? ''
    const code = uuidv7()
    ;(await lead.send(addCode, { id: code, name: 'Any' }, { study: study.id })).answer()
    const coding = { id: uuidv7(), transcript: id, code, from: 3, to: 9 }
    ;(await lead.send(addCoding, coding, { study: study.id })).answer()
    const refused = await lead.send(contract.removeTranscript, { id }, { study: study.id })
    expect(refused.status).toBe(409)
    expect(refused.problem().detail).toMatch(/coding/i)
    const [other] = await broughtIn(lead, study.id, 'bare.txt', 'P: Nothing stands on me.')
    const before = await keptFiles()
    ;(
      await lead.send(contract.removeTranscript, { id: other?.id ?? '' }, { study: study.id })
    ).answer()
    expect(await keptFiles()).toBe(before - 1)
    expect((await transcriptsOf(lead, study.id)).map((one) => one.id)).not.toContain(other?.id)
  })

  test('from a table keeps the original while another of its transcripts stands', async () => {
    const table = `id,text\nleft,"P: ${'One. '.repeat(100)}"\nright,"P: ${'Two. '.repeat(100)}"\n`
    const made = await broughtIn(lead, study.id, 'pair.csv', table)
    const kept = await keptFiles()
    for (const [index, { id }] of made.entries()) {
      ;(await lead.send(contract.removeTranscript, { id }, { study: study.id })).answer()
      expect(await keptFiles()).toBe(index === 0 ? kept : kept - 1)
    }
  })

  test('loses its original when the words of its participant are erased, whoever else speaks in it', async () => {
    const participant = await study.participant('P201')
    const table = `id,text\nP201,"P: ${'Mine. '.repeat(100)}"\nP202,"P: ${'Yours. '.repeat(100)}"\n`
    const { upload } = await sent(lead, study.id, 'both.csv', table)
    await imported(lead, study.id, [{ upload, participants: { 0: participant } }])
    const before = await keptFiles()
    await product.platform.database.inStudy(lead.id, study.id, null, (transaction) =>
      product.platform.vault.erase(transaction, study.id, participant, ['raw transcript']),
    )
    expect(await keptFiles()).toBe(before - 1)
  })
})

describe('who may', () => {
  test('an observer reads, and neither sends, imports nor changes', async () => {
    const [made] = await broughtIn(lead, study.id, 'roles.txt', 'P: Look but do not touch.')
    const id = made?.id ?? ''
    expect((await textOf(observer, study.id, id)).text).toBe('P: Look but do not touch.')
    const upload = await observer.upload(
      contract.uploadFile,
      { study: study.id },
      { name: 'a.txt' },
      Buffer.from('P: x'),
    )
    expect(upload.status).toBe(403)
    const bodies = [
      observer.send(contract.changeTranscript, { id, title: 'x' }, { study: study.id }),
      observer.send(contract.removeTranscript, { id }, { study: study.id }),
      observer.send(contract.releaseTranscript, { id }, { study: study.id }),
      observer.send(
        contract.importTranscripts,
        { declared: 'raw', files: [{ upload: uuidv7() }] },
        { study: study.id },
      ),
    ]
    for (const reply of await Promise.all(bodies)) expect(reply.status).toBe(403)
  })

  test('a welfare contact reads no transcript', async () => {
    const welfare = await product.person('Wil Bo')
    await study.join(welfare, 'welfare contact')
    expect((await welfare.get(contract.listTranscripts, { study: study.id })).status).toBe(403)
  })

  test('another study’s transcripts and uploads are not there', async () => {
    const stranger = await product.person('Dan Moss')
    const theirs = await product.study(stranger, { title: 'Theirs' })
    const [made] = await broughtIn(lead, study.id, 'ours.txt', 'P: Ours alone.')
    const transcript = made?.id ?? ''
    expect((await stranger.get(contract.listTranscripts, { study: study.id })).status).toBe(404)
    const read = { study: theirs.id, transcript }
    expect((await stranger.get(contract.getTranscript, read)).status).toBe(404)
    const change = { id: transcript, title: 'Mine' }
    expect(
      (await stranger.send(contract.changeTranscript, change, { study: theirs.id })).status,
    ).toBe(404)
    const { upload } = await sent(lead, study.id, 'ours too.txt', 'P: Ours too.')
    const preview = await stranger.get(contract.previewFile, { study: theirs.id, upload })
    expect(preview.status).toBe(404)
    const [file] = await imported(stranger, theirs.id, [upload])
    expect(file).toMatchObject({ ok: false })
    expect(await transcriptsOf(stranger, theirs.id)).toEqual([])
  })

  test('a sent file belongs to who sent it, also within the study', async () => {
    const { upload } = await sent(lead, study.id, 'mine.txt', 'P: Not yours.')
    expect((await researcher.get(contract.previewFile, { study: study.id, upload })).status).toBe(
      404,
    )
    const [file] = await imported(researcher, study.id, [upload])
    expect(file).toMatchObject({ ok: false, transcripts: [] })
  })
})
