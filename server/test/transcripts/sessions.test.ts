import { previewFile, removeTranscript } from '@throughline/contract/transcripts'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { imported, sent, textOf, transcriptsOf } from './importing.ts'

const fixtures = new URL('../../../packages/transcripts/test/fixtures/primock57/', import.meta.url)

let product: TestApp
let lead: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = await product.study(lead)
})
afterAll(() => product.close())

const kept = async () =>
  (await product.query('select from file where study_id = $1', [study.id])).length

const vtt = (...cues: string[]) =>
  `WEBVTT\n\n${cues.map((words, index) => `00:0${index * 2}.000 --> 00:0${index * 2 + 1}.000\n${words}`).join('\n\n')}`

async function sendPair(names: [string, string], contents: [string | Buffer, string | Buffer]) {
  const first = await sent(lead, study.id, names[0], contents[0])
  const second = await sent(lead, study.id, names[1], contents[1])
  return { first, second, joined: [{ upload: second.upload }] }
}

const preview = async (upload: string, joined: { upload: string }[]) =>
  (
    await lead.get(previewFile, { study: study.id, upload }, { joined: JSON.stringify(joined) })
  ).answer()

describe('the files of one session', () => {
  test('become one transcript in order of time, as the preview shows, with all originals kept', async () => {
    const nameOf = (who: string) => `day2_consultation01_${who}.TextGrid`
    const names: [string, string] = [nameOf('doctor'), nameOf('patient')]
    const contents: [Buffer, Buffer] = [
      await readFile(new URL(names[0], fixtures)),
      await readFile(new URL(names[1], fixtures)),
    ]
    const before = await kept()
    const { first, joined } = await sendPair(names, contents)
    expect(first).toMatchObject({ timed: true, speakers: [{ label: 'Speaker' }] })
    const seen = await preview(first.upload, joined)
    expect(seen).toMatchObject({ problem: null, timed: true })
    expect(seen.transcripts.map(({ title }) => title)).toEqual(['day2_consultation01'])
    expect(seen.speakers.map(({ label }) => label)).toEqual(['doctor', 'patient'])
    const participant = await study.participant('P057')
    const [file] = await imported(lead, study.id, [
      {
        upload: first.upload,
        joined,
        participants: { 0: participant },
        speakers: { 0: 'interviewer', 1: 'participant' },
      },
    ])
    expect(file).toMatchObject({ ok: true, joined: [joined[0]?.upload], file: names.join(', ') })
    const { text, turns, title, ...rest } = await textOf(lead, study.id, file?.transcripts[0]?.id)
    expect({ title, participant: rest.participant?.label, format: rest.format }).toEqual({
      title: 'day2_consultation01',
      participant: 'P057',
      format: 'textgrid',
    })
    expect(text.startsWith(seen.transcripts[0]?.beginning ?? '?')).toBe(true)
    expect(new Set(turns.map(({ speaker, role }) => `${speaker} ${role}`))).toEqual(
      new Set(['doctor interviewer', 'patient participant']),
    )
    const starts = turns.map(({ startsAt }) => startsAt ?? -1)
    expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    expect(await kept()).toBe(before + 2)
  })

  test('are refused one by one once they were imported joined, and the other way round', async () => {
    const names: [string, string] = ['m_ann.vtt', 'm_ben.vtt']
    const contents: [string, string] = [vtt('One', 'Three'), vtt('Two', 'Four')]
    const { first, joined } = await sendPair(names, contents)
    await imported(lead, study.id, [{ upload: first.upload, joined }])
    const again = await sendPair(['other.vtt', 'm_ben.vtt'], [vtt('Else'), contents[1]])
    expect(again.second.sameAs.map(({ title }) => title)).toEqual(['m'])
    const [alone, together] = await imported(lead, study.id, [
      again.second.upload,
      { upload: again.first.upload, joined: again.joined },
    ])
    expect([alone?.ok, together?.ok]).toEqual([false, false])
    expect(together?.message).toContain('“m”')
  })

  test('are removed and erased with all their originals', async () => {
    const participant = await study.participant('P058')
    const both = async (tag: string) => {
      const contents: [string, string] = [vtt(`Ann ${tag}`), vtt(`Ben ${tag}`)]
      const { first, joined } = await sendPair([`${tag}_ann.vtt`, `${tag}_ben.vtt`], contents)
      const [file] = await imported(lead, study.id, [
        { upload: first.upload, joined, participants: { 0: participant } },
      ])
      return file?.transcripts[0]?.id ?? ''
    }
    const before = await kept()
    const id = await both('x')
    expect(await kept()).toBe(before + 2)
    ;(await lead.send(removeTranscript, { id }, { study: study.id })).answer()
    expect(await kept()).toBe(before)
    await both('y')
    await product.platform.database.inStudy(lead.id, study.id, null, (transaction) =>
      product.platform.vault.erase(transaction, study.id, participant, ['raw transcript']),
    )
    expect(await kept()).toBe(before)
  })

  test('of which one has no times are refused with a sentence, and nothing is kept of them', async () => {
    const before = await transcriptsOf(lead, study.id)
    const { first, joined } = await sendPair(['n_ann.txt', 'n_ben.txt'], ['I: a\nP: b', 'I: c'])
    expect(first.timed).toBe(false)
    const { problem } = await preview(first.upload, joined)
    expect(problem).toMatchObject({ code: 'no-times' })
    const [file] = await imported(lead, study.id, [{ upload: first.upload, joined }], 'raw')
    expect(file).toMatchObject({ ok: false, message: problem?.message })
    expect(file?.message).not.toContain('n_ann')
    expect(await transcriptsOf(lead, study.id)).toHaveLength(before.length)
  })

  test('imported raw name nobody in what is kept in clear', async () => {
    const { first, joined } = await sendPair(
      ['s_Maryam.vtt', 's_Tobias.vtt'],
      [vtt('Secret one'), vtt('Secret two')],
    )
    const [file] = await imported(lead, study.id, [{ upload: first.upload, joined }], 'raw')
    expect(file?.ok).toBe(true)
    const everything = await product.query<{ row: string }>(`
      select row_to_json(t)::text as row from transcript t
      union all select row_to_json(f)::text from further_original f
      union all select row_to_json(s)::text from step s
      union all select row_to_json(s)::text from speaker s
      union all select row_to_json(a)::text from audit_entry a`)
    expect(everything.length).toBeGreaterThan(10)
    expect(everything.filter(({ row }) => /Maryam|Tobias|Secret/.test(row))).toEqual([])
  })

  test('of somebody else are not there', async () => {
    const researcher = await product.person('Bea Kim')
    await study.join(researcher, 'researcher')
    const theirs = await sent(researcher, study.id, 'z_ann.vtt', vtt('Mine'))
    const mine = await sent(lead, study.id, 'z_ben.vtt', vtt('Yours'))
    const joined = [{ upload: theirs.upload }]
    const seen = await lead.get(
      previewFile,
      { study: study.id, upload: mine.upload },
      { joined: JSON.stringify(joined) },
    )
    expect(seen.status).toBe(404)
    const [file] = await imported(lead, study.id, [{ upload: mine.upload, joined }])
    expect(file).toMatchObject({ ok: false, transcripts: [] })
  })
})
