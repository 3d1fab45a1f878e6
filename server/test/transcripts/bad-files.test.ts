import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listTranscripts, uploadFile } from '@throughline/contract/transcripts'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { imported, sent } from './importing.ts'

let product: TestApp
let lead: Person
let study: string
beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = (await product.study(lead)).id
})
afterAll(() => product.close())

test('a Word document that unpacks to hundreds of megabytes fails with a sentence, while others are served', async () => {
  const bomb = zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': new Uint8Array(300_000_000).fill(0x20),
  })
  expect(bomb.length).toBeLessThan(1_000_000)
  const reading = sent(lead, study, 'bomb.docx', bomb)
  expect((await lead.get(listTranscripts, { study })).status).toBe(200)
  const { problem, transcripts, upload } = await reading
  expect(problem?.message).toMatch(/^[A-Z].{20,}\.$/)
  expect(transcripts).toEqual([])
  const [file] = await imported(lead, study, [upload])
  expect(file).toMatchObject({ ok: false, message: problem?.message })
})

test('a file beyond 50 MB is refused before it is kept', async () => {
  const reply = await lead.upload(
    uploadFile,
    { study },
    { name: 'huge.txt' },
    Buffer.alloc(50_000_001, 0x61),
  )
  expect(reply.status).toBe(413)
  expect(await product.query('select from upload where study_id = $1', [study])).toHaveLength(1)
})

test('an empty body is refused with a sentence', async () => {
  const reply = await lead.upload(uploadFile, { study }, { name: 'none.txt' }, Buffer.alloc(0))
  if (reply.status === 200) expect(reply.answer().problem?.code).toBe('empty')
  else expect(reply.problem().detail).toMatch(/\.$/)
})

test('any bytes under any name give a preview or a sentence, and so does their import', async () => {
  const extension = fc.constantFrom('txt', 'md', 'docx', 'vtt', 'srt', 'csv', 'pdf', '')
  const beginning = fc.constantFrom(
    '',
    'PK\u0003\u0004',
    'WEBVTT\n\n',
    '1\n00:00:01,000 --> ',
    'a,b\n',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
      extension,
      beginning,
      fc.uint8Array({ maxLength: 400 }),
      async (name, ending, start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start), rest])
        const reply = await lead.upload(uploadFile, { study }, { name: `${name}.${ending}` }, bytes)
        expect(reply.status, reply.body).toBeLessThan(500)
        if (reply.status !== 200) return
        const { upload, problem } = reply.answer()
        const [file] = await imported(lead, study, [{ upload, again: true }])
        expect(file?.ok, file?.message ?? '').toBe(problem === null)
        expect(file?.message ?? '').not.toContain('A fault in Throughline')
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)
