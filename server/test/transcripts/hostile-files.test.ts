import { listTranscripts } from '@throughline/contract/transcripts'
import { strToU8, zipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { overlapping, packedStream, pageOf, pdfOf, withSizes, wordOf } from './hostile-writing.ts'
import { broughtIn, imported, sent, textOf } from './importing.ts'

let product: TestApp
let lead: Person
let study: string
beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = (await product.study(lead)).id
})
afterAll(() => product.close())

/** Sends the file, sees that others are served meanwhile and that import says what the preview said; gives the sentence. */
async function sentenceFor(name: string, content: Uint8Array | string): Promise<string> {
  const reading = sent(lead, study, name, content)
  expect((await lead.get(listTranscripts, { study })).status).toBe(200)
  const { problem, upload, transcripts } = await reading
  expect(transcripts).toEqual([])
  const sentence = problem?.message ?? 'no problem was found'
  expect(sentence).toMatch(/^[A-Z].{20,}\.$/)
  const [file] = await imported(lead, study, [upload])
  const message = aLimit.test(sentence) ? expect.stringMatching(aLimit) : sentence
  expect(file).toMatchObject({ ok: false, message })
  return sentence
}

/** What stops a reader that takes too much. Which of the two it meets first is the machine's business. */
const aLimit = /more memory than|longer than 30 seconds/

function noise(length: number): Uint8Array {
  let state = 7
  return Uint8Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) >> 8)
}

const paragraph = '<w:p><w:r><w:t>I: words</w:t></w:r></w:p>'

describe('a file that is not what it says', () => {
  test.each([
    ['an empty one', 'a.txt', ' \n', 'holds no words'],
    ['noise named as text', 'a.txt', noise(100_000), 'not a text file'],
    ['noise named as PDF', 'a.pdf', noise(100_000), 'PDF'],
    ['noise named as Word', 'a.docx', noise(100_000), 'Word'],
    ['noise named as a web page', 'a.html', noise(100_000), 'not a text file'],
    ['an archive named as PDF', 'a.pdf', zipSync({ a: strToU8('a') }), 'Word document'],
    [
      'an older Office file, or a protected one',
      'a.docx',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
      'password',
    ],
  ])('%s fails with a sentence', async (_, name, content, part) => {
    expect(await sentenceFor(name, content)).toContain(part)
  })

  test.each([0.2, 0.6, 0.95])(
    'a Word document of which %d is there fails with a sentence',
    async (share) => {
      const whole = wordOf(paragraph.repeat(3000))
      await sentenceFor('a.docx', whole.subarray(0, Math.floor(whole.length * share)))
    },
  )
})

describe('an archive that is a trap', () => {
  test('whose main part unpacks to hundreds of megabytes fails with a sentence', async () => {
    const bomb = wordOf(new Uint8Array(300_000_000).fill(0x20))
    expect(await sentenceFor('a.docx', bomb)).toContain('unpacks to more text')
    // So it does when it says that it is small.
    expect(await sentenceFor('b.docx', withSizes(bomb, 10))).toContain('more text')
  })

  test('whose XML is 45 MB of tiny paragraphs fails with a sentence', async () => {
    expect(await sentenceFor('a.docx', wordOf('<w:p/>'.repeat(7_500_000)))).toContain('more text')
  })

  test('that holds archives in archives is read for its words alone', async () => {
    let inner: Uint8Array = new Uint8Array(10_000_000)
    for (let depth = 0; depth < 4; depth++) inner = zipSync({ 'inner.zip': [inner, { level: 9 }] })
    const [transcript] = await broughtIn(
      lead,
      study,
      'a.docx',
      wordOf(paragraph, { 'word/embeddings/inner.zip': inner }),
    )
    expect((await textOf(lead, study, transcript?.id)).text).toBe('I: words')
  })

  test('of thousands of entries is read for its words alone', async () => {
    const entries = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`word/media/${n}.xml`, strToU8('<a/>')]),
    )
    const [transcript] = await broughtIn(lead, study, 'a.docx', wordOf(paragraph, entries))
    expect((await textOf(lead, study, transcript?.id)).text).toBe('I: words')
  })

  test('whose entries overlap, or whose sizes are wrong, gives its words or a sentence', async () => {
    const honest = wordOf(paragraph, { 'word/styles.xml': strToU8('<a/>') })
    for (const bytes of [
      overlapping(honest),
      withSizes(honest, 4_000_000_000),
      withSizes(honest, 1),
    ]) {
      const { problem, transcripts } = await sent(lead, study, 'a.docx', bytes)
      if (problem) expect(problem.message).toMatch(/\.$/)
      else expect(transcripts).toMatchObject([{ beginning: 'I: words' }])
    }
  })

  test('whose XML nests deeper than any document fails with a sentence', async () => {
    await sentenceFor('a.docx', wordOf('<w:p>'.repeat(50_000) + '</w:p>'.repeat(50_000)))
  })

  test('whose XML defines entities that grow fails with a sentence', async () => {
    const lol =
      '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
    expect(await sentenceFor('a.docx', wordOf(strToU8(lol)))).toContain('definition')
  })
})

describe('a PDF that is a trap', () => {
  test('for whoever has no password fails with a sentence', async () => {
    const fixtures = new URL('../../../packages/transcripts/test/fixtures/', import.meta.url)
    const bytes = readFileSync(new URL('pages/protected.pdf', fixtures))
    expect(await sentenceFor('a.pdf', bytes)).toContain('password')
    expect(await sentenceFor('b.pdf', bytes.subarray(0, 9000))).toContain('ends in the middle')
  })

  test('whose page unpacks to a gigabyte is stopped with a sentence', async () => {
    expect(await sentenceFor('a.pdf', pageOf(new Uint8Array(1_000_000_000).fill(0x20)))).toMatch(
      aLimit,
    )
  })

  test('whose objects unpack to half a gigabyte gives a sentence', async () => {
    const objects = packedStream(
      new Uint8Array(500_000_000).fill(0x20),
      '/Type/ObjStm/N 100/First 900',
    )
    await sentenceFor('a.pdf', pdfOf(['<</Type/Catalog/Pages 9 0 R>>', objects]))
  })

  test('with a picture of a billion pixels is read for its words', async () => {
    const picture = packedStream(
      new Uint8Array(1000),
      '/Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 8/ColorSpace/DeviceRGB',
    )
    const words = strToU8('/Im Do BT /F 12 Tf 72 700 Td (I: words) Tj ET')
    const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
    const bytes = pageOf(words, '/XObject<</Im 5 0 R>>/Font<</F 6 0 R>>', [picture, font])
    const [transcript] = await broughtIn(lead, study, 'a.pdf', bytes)
    expect((await textOf(lead, study, transcript?.id)).text).toBe('I: words')
  })

  test('whose pages and objects go round in circles gives a sentence', async () => {
    await sentenceFor(
      'a.pdf',
      pdfOf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R]/Count 9999999>>']),
    )
  })
})

describe('a text that is a trap', () => {
  const turn = 'I: Where do you feel you belong?\nP: Nowhere, “really”; nobody asked.\n'

  test('of 50 MB fails with a sentence', async () => {
    const text = turn.repeat(Math.floor(49_900_000 / Buffer.byteLength(turn)))
    expect(await sentenceFor('a.txt', text)).toContain('larger than any transcript')
  })

  test('of more turns than a transcript can have fails with a sentence', async () => {
    expect(await sentenceFor('a.txt', turn.repeat(130_000))).toContain('260,000 turns')
  })

  test('of more speakers than a study can have fails with a sentence', async () => {
    const named = Array.from({ length: 12_000 }, (_, n) => `Anna ${n}: so\nAnna ${n}: yes\n`)
    expect(await sentenceFor('a.txt', named.join(''))).toContain('12,000 speakers')
  })

  test.each([
    ['one line of 19 MB', 'a.txt', 'word '.repeat(3_900_000)],
    ['one word of 19 MB', 'a.txt', 'w'.repeat(19_500_000)],
    ['colons upon colons', 'a.md', '**A: b:** c:: '.repeat(1_300_000)],
    ['blanks before a colon', 'a.txt', `A${' '.repeat(5_000_000)}: b\n`.repeat(2)],
  ])('of %s is read, while others are served', async (_, name, text) => {
    const preview = sent(lead, study, name, text)
    expect((await lead.get(listTranscripts, { study })).status).toBe(200)
    expect(await preview).toMatchObject({
      problem: null,
      transcripts: [{ turns: expect.any(Number) }],
    })
  })
})

describe('a web page that is a trap', () => {
  test('runs nothing, and only its words come in', async () => {
    const page = `<!doctype html><script>fetch('/api/studies')</script><body onload="alert(1)">
      <p>I: <a href="javascript:alert(1)">words</a><img src=x onerror=alert(1)><iframe srcdoc="<p>no"></iframe>
      <style>@import url(http://example.org/)</style><svg><script>alert(1)</script></svg></p><noscript>no</noscript>`
    const [transcript] = await broughtIn(lead, study, 'a.html', page)
    expect((await textOf(lead, study, transcript?.id)).text).toBe('I: words')
  })

  test.each([
    ['elements', '<div>'],
    ['tables', '<table><tr><td>'],
    ['emphasis', '<b><i><a>'],
  ])('with %s nested a million deep fails with a sentence', async (_, tag) => {
    expect(await sentenceFor('a.html', `<html>${tag.repeat(1_000_000)}I: words`)).toContain('deep')
  })

  test('of tags that never end is read to its end', async () => {
    for (const piece of ['<', '<a ', '<!--', '&', '<a b="', '</']) {
      const { problem } = await sent(
        lead,
        study,
        'a.html',
        `<html>I: words ${piece.repeat(2_000_000)}`,
      )
      if (problem) expect(problem.message).toMatch(/\.$/)
    }
  })
})

describe('Rich Text that is a trap', () => {
  test('with groups nested a million deep gives its words or a sentence', async () => {
    const { problem } = await sent(
      lead,
      study,
      'a.rtf',
      `{\\rtf1 I: words ${'{\\b '.repeat(1_000_000)}`,
    )
    if (problem) expect(problem.message).toMatch(/^[A-Z].*\.$/)
  })
})
