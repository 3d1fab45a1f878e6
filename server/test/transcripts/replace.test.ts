import { addCode, addCoding, removeCoding } from '@throughline/contract/coding'
import { redo, undo } from '@throughline/contract/platform'
import { markSections } from '@throughline/contract/sections'
import { replaceTranscript } from '@throughline/contract/transcript-parts'
import { removeTranscript } from '@throughline/contract/transcripts'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, sent, textOf } from './importing.ts'

let product: TestApp
let lead: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = await product.study(lead)
})
afterAll(() => product.close())

const at = (key = uuidv7()) => ({ study: study.id, key })
const files = async () =>
  (await product.query('select from file where study_id = $1', [study.id])).length

async function faulty(declared: 'pseudonymised' | 'raw' = 'pseudonymised') {
  const words = `I: Who?\nP: Me, wrnog. ${uuidv7()}\nI: Oh.\nP: Yes.`
  const [made] = await broughtIn(lead, study.id, 'faulty.txt', words, {}, declared)
  return made?.id ?? ''
}
async function corrected(content = `I: Who?\nP: Me, right. ${uuidv7()}\nI: Oh.\nP: Yes.`) {
  return (await sent(lead, study.id, 'corrected.md', content)).upload
}

describe('a transcript whose file was corrected', () => {
  test('has the new words and the new original; undo brings the former back, redo the new', async () => {
    const id = await faulty()
    const before = await textOf(lead, study.id, id)
    const kept = await files()
    const [upload, key] = [await corrected(), uuidv7()]
    const body = { id, upload, speakers: { 1: 'participant' as const } }
    ;(await lead.send(replaceTranscript, body, at(key))).answer()
    const after = await textOf(lead, study.id, id)
    expect(after.text).toContain('Me, right.')
    expect(after).toMatchObject({ title: before.title, format: 'md', stage: 'released' })
    expect(after.length).toBe(after.text.length)
    expect(after.speakers).toContainEqual({ label: 'P', role: 'participant' })
    expect(await files()).toBe(kept + 1)
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect(await textOf(lead, study.id, id)).toEqual(before)
    ;(await lead.send(redo, { command: key }, at())).answer()
    expect((await textOf(lead, study.id, id)).text).toBe(after.text)
    ;(await lead.send(removeTranscript, { id }, at())).answer()
    expect(await files()).toBe(kept - 1)
  })

  test('sent twice under one key is replaced once', async () => {
    const id = await faulty()
    const [upload, key] = [await corrected(), uuidv7()]
    const first = await lead.send(replaceTranscript, { id, upload }, at(key))
    const second = await lead.send(replaceTranscript, { id, upload }, at(key))
    expect(second.answer()).toEqual(first.answer())
  })

  test('is not replaced while something stands on it, and the refusal says what', async () => {
    const id = await faulty()
    const [code, coding] = [uuidv7(), uuidv7()]
    ;(await lead.send(addCode, { id: code, name: 'Any' }, at())).answer()
    const placed = { id: coding, transcript: id, code, from: 3, to: 7 }
    ;(await lead.send(addCoding, placed, at())).answer()
    const upload = await corrected()
    const refused = await lead.send(replaceTranscript, { id, upload }, at())
    expect(refused.problem()).toMatchObject({ status: 409, code: 'something-stands-on-it' })
    expect(refused.problem().detail).toContain('one coding')
    ;(await lead.send(removeCoding, { id: coding }, at())).answer()
    const mark = {
      id: uuidv7(),
      transcript: id,
      kind: 'section' as const,
      name: 'A',
      from: 0,
      to: 2,
    }
    ;(await lead.send(markSections, { sections: [mark] }, at())).answer()
    const marked = await lead.send(replaceTranscript, { id, upload }, at())
    expect(marked.problem().detail).toContain('one mark of a section or question')
  })

  test('is not replaced by what cannot be read, or by a file that holds several', async () => {
    const id = await faulty()
    const empty = await corrected(' \n')
    expect((await lead.send(replaceTranscript, { id, upload: empty }, at())).status).toBe(422)
    const table = `id,text\nA,"P: ${'One. '.repeat(100)}"\nB,"P: ${'Two. '.repeat(100)}"\n`
    const { upload } = await sent(lead, study.id, 'table.csv', table)
    const several = await lead.send(replaceTranscript, { id, upload }, at())
    expect(several.problem().detail).toContain('holds 2 transcripts')
    const gone = await lead.send(replaceTranscript, { id, upload: uuidv7() }, at())
    expect(gone.status).toBe(404)
  })

  test('stays sealed when it is raw', async () => {
    const id = await faulty('raw')
    const secret = `Featherstonehaugh${uuidv7()}`
    const upload = await corrected(`P: ${secret}`)
    ;(await lead.send(replaceTranscript, { id, upload }, at())).answer()
    expect(await textOf(lead, study.id, id)).toMatchObject({ stage: 'raw', text: `P: ${secret}` })
    const kept = await product.query<{ row: string }>(
      'select t::text as row from transcript_text t where transcript_id = $1',
      [id],
    )
    expect(kept[0]?.row).not.toContain(secret)
  })

  test('is replaced neither by an observer nor from another study', async () => {
    const id = await faulty()
    const observer = await product.person('Oz Oak')
    await study.join(observer, 'observer')
    const body = { id, upload: await corrected() }
    expect((await observer.send(replaceTranscript, body, at())).status).toBe(403)
    const stranger = await product.person('Dan Moss')
    const theirs = await product.study(stranger, { title: 'Theirs' })
    const mine = await sent(stranger, theirs.id, 'mine.txt', 'P: Mine.')
    const there = { study: theirs.id }
    const reply = await stranger.send(replaceTranscript, { id, upload: mine.upload }, there)
    expect(reply.status).toBe(404)
  })
})
