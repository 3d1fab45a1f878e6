import { Document, Packer, Paragraph, Table, TableCell, TableRow, Tab, TextRun } from 'docx'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { inflateParts } from '../src/office/parts.ts'
import { byHand, p, r, relationships, wordNamespace } from './word-document.ts'
import { labelsOf, saidBy, textOf, transcriptOf } from './reading.ts'

async function packed(...children: (Paragraph | Table)[]): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))
}

function spoken(name: string, words: string): Paragraph {
  return new Paragraph({ children: [new TextRun({ text: name, bold: true }), new TextRun(words)] })
}

describe('a Word document', () => {
  it('becomes its paragraphs joined by LF, with tabs, breaks and every character', async () => {
    const bytes = await packed(
      new Paragraph('Café “déjà vu” 👩‍👩‍👧‍👦 e\u0301  two spaces'),
      new Paragraph(''),
      new Paragraph({
        children: [
          new TextRun('one'),
          new TextRun({ children: [new Tab(), 'two'] }),
          new TextRun({ text: 'three', break: 1 }),
          new TextRun(' <&> '),
        ],
      }),
    )
    expect(await textOf(bytes, 'a.docx')).toBe(
      'Café “déjà vu” 👩‍👩‍👧‍👦 e\u0301  two spaces\n\none\ttwo\nthree <&> ',
    )
  })

  it('holds whatever paragraphs were written into it', async () => {
    const paragraph = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      // XML cannot hold control characters, and a line end within a piece of text is none.
      .map((text) => text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, ''))
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { maxLength: 5 }), async (paragraphs) => {
        const words = ['I: hello', ...paragraphs]
        const bytes = await packed(...words.map((text) => new Paragraph(text)))
        expect(await textOf(bytes, 'a.docx')).toBe(words.join('\n'))
      }),
      { numRuns: 30 },
    )
  })

  it('reads a table cell by cell', async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] })
    const rows = [
      ['I:', 'Hello?'],
      ['P:', 'Hi.'],
    ].map((cells) => new TableRow({ children: cells.map(cell) }))
    const transcript = await transcriptOf(await packed(new Table({ rows })), 'a.docx')
    expect(transcript.text).toBe('I:\nHello?\nP:\nHi.')
    expect(saidBy(transcript)).toEqual([
      ['I', 'Hello?'],
      ['P', 'Hi.'],
    ])
  })

  it.each([
    ['with a colon', 'Anna: ', 'Ben: ', 'Anna:'],
    ['without one', 'Anna ', 'Ben ', 'Anna'],
    ['with a tab', 'Anna\t', 'Ben\t', 'Anna'],
  ])('has speakers by bold names %s', async (_, anna, ben, label) => {
    const bytes = await packed(
      spoken('Interview 4', ''),
      spoken(anna, 'Hello.'),
      spoken(ben, 'Hi.'),
      spoken(anna, 'So?'),
      spoken(ben, 'Yes.'),
    )
    const transcript = await transcriptOf(bytes, 'a.docx')
    expect(labelsOf(transcript)[0]).toBe(label)
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'Hello.'],
      ['Ben', 'Hi.'],
      ['Anna', 'So?'],
      ['Ben', 'Yes.'],
    ])
  })

  it('has speakers by bold names in lines of their own', async () => {
    const bytes = await packed(
      ...['Anna', 'Ben', 'Anna', 'Ben'].flatMap((name) => [
        spoken(name, ''),
        new Paragraph('Words.'),
      ]),
    )
    expect(saidBy(await transcriptOf(bytes, 'a.docx')).map(([speaker]) => speaker)).toEqual([
      'Anna',
      'Ben',
      'Anna',
      'Ben',
    ])
  })

  it('takes no emphasis at the start of a line for a speaker where speakers have labels', async () => {
    const bytes = await packed(
      new Paragraph('I: Hello.'),
      spoken('Never', ' again.'),
      new Paragraph('P: Hi.'),
      spoken('Never', ' ever.'),
    )
    expect(saidBy(await transcriptOf(bytes, 'a.docx')).map(([speaker]) => speaker)).toEqual([
      'I',
      'P',
    ])
  })

  it('knows letters that a style makes bold', async () => {
    const styles = `<w:styles xmlns:w="${wordNamespace}"><w:style w:type="character" w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="Name"><w:basedOn w:val="Base"/></w:style></w:styles>`
    const line = (name: string) => p(r(name, '<w:rStyle w:val="Name"/>'), r(' words'))
    const body = ['Anna', 'Ben', 'Anna', 'Ben'].map(line).join('')
    const transcript = await transcriptOf(byHand(body, { 'word/styles.xml': styles }), 'a.docx')
    expect(labelsOf(transcript)).toEqual(['Anna', 'Ben', 'Anna', 'Ben'])
  })
})

// Every way in which Word records a change, and what accepting it leaves.
const tracked = [
  p(
    r('I: kept '),
    '<w:ins w:id="1" w:author="A">' + r('inserted ') + '</w:ins>',
    '<w:del w:id="2" w:author="A"><w:r><w:delText>deleted </w:delText></w:r></w:del>',
    '<w:moveFrom w:id="3" w:author="A">' + r('moved away ') + '</w:moveFrom>',
    '<w:moveTo w:id="4" w:author="A">' + r('moved here ') + '</w:moveTo>',
    '<w:ins w:id="5"><w:del w:id="6"><w:r><w:delText>both</w:delText></w:r></w:del></w:ins>',
    r('end', '<w:b w:val="0"/><w:rPrChange w:id="7"><w:rPr><w:b/></w:rPr></w:rPrChange>'),
  ),
  '<w:p><w:pPr><w:rPr><w:del w:id="8" w:author="A"/></w:rPr></w:pPr>' + r('P: joined ') + '</w:p>',
  p(r('to the next')),
  p('<w:r><w:t>line</w:t><w:br/><w:t>break</w:t></w:r>'),
  '<w:tbl><w:tr><w:tc>' + p(r('kept row')) + '</w:tc></w:tr>',
  '<w:tr><w:trPr><w:del w:id="9" w:author="A"/></w:trPr><w:tc>' +
    p(r('deleted row')) +
    '</w:tc></w:tr></w:tbl>',
  p(r('last')),
].join('')

const accepted =
  'I: kept inserted moved here end\nP: joined to the next\nline\nbreak\nkept row\nlast'

describe('tracked changes', () => {
  it('are accepted: insertions stay, deletions go, with deleted paragraph ends and rows', async () => {
    expect(await textOf(byHand(tracked), 'a.docx')).toBe(accepted)
  })

  it('are accepted as mammoth accepts them', async () => {
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(byHand(tracked)) })
    const lines = value
      .replace(/<\/p>|<br \/>/g, '\n')
      .replace(/<[^>]+>/g, '')
      .trim()
    expect(lines).toBe(accepted)
  })
})

describe('what Word documents hold beside plain text', () => {
  it('is read where it is seen: fields, carriage returns, hyphens, symbols, controls, text boxes once', async () => {
    const box = (words: string) => `<w:txbxContent>${p(r(words))}</w:txbxContent>`
    const body = [
      p('<w:fldSimple w:instr="DATE">' + r('3 May') + '</w:fldSimple>'),
      p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        r('7'),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
      ),
      p(
        '<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t></w:r>',
      ),
      p('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'),
      p(
        '<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>' +
          r('control') +
          '</w:sdtContent></w:sdt>',
      ),
      p('<w:hyperlink>' + r('link') + '</w:hyperlink>'),
      p(
        r('before '),
        `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box('boxed')}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box('boxed')}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>`,
        r('after'),
      ),
    ].join('')
    expect(await textOf(byHand(body), 'a.docx')).toBe(
      '3 May\n7\na\nb\u2011c\u00add\n☺\ncontrol\nlink\nbefore after\nboxed',
    )
  })

  it('is named in a warning where it is left out', async () => {
    const body = p(
      r('I: words'),
      r('secret', '<w:vanish/>'),
      '<w:r><w:sym w:font="Nobody" w:char="F001"/></w:r>',
    )
    const transcript = await transcriptOf(byHand(body), 'a.docx')
    expect(transcript.text).toBe('I: wordssecret\ufffd')
    expect(transcript.warnings.map(({ message }) => message)).toEqual([
      '1 symbol of an unknown font is shown as �.',
      expect.stringContaining('hidden text'),
    ])
  })

  it('is read under any prefix, from any main part, and in the strict form of the standard', async () => {
    const strict =
      '<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:r><d:t>strict</d:t></d:r></d:p></d:body></d:document>'
    const bytes = zipSync({
      '_rels/.rels': strToU8(relationships.replace('word/document.xml', '/word/document2.xml')),
      'word/document2.xml': strToU8(strict),
    })
    expect(await textOf(bytes, 'a.docx')).toBe('strict')
  })
})

describe('a hostile or broken document', () => {
  async function errorOf(bytes: Uint8Array): Promise<string> {
    const result = await readFile(bytes, 'a.docx')
    return result.ok ? 'ok' : result.error.code
  }

  it('that unpacks without end fails with a sentence, whatever size it declares', async () => {
    const bomb = byHand(p(r('a'.repeat(41_000_000))))
    expect(bomb.length).toBeLessThan(200_000)
    expect(await errorOf(bomb)).toBe('too-large')
    expect(await errorOf(declaring(bomb, 10))).toBe('too-large')
  })

  it('stops unpacking at the limit', () => {
    const bomb = declaring(zipSync({ a: new Uint8Array(5_000_000) }), 10)
    expect(() => inflateParts(bomb, () => true, 1_000_000)).toThrow('unpacks to more')
    expect(inflateParts(bomb, () => false, 1_000_000).size).toBe(0)
  })

  it('with a document type definition is not opened', async () => {
    const lol = '<!DOCTYPE a [<!ENTITY b "cccc">]><w:document xmlns:w="' + wordNamespace + '"/>'
    expect(await errorOf(byHand('', { 'word/document.xml': lol }))).toBe('damaged')
  })

  it('that is nested without end fails with a sentence', async () => {
    const deep = '<w:sdt>'.repeat(100_000) + '</w:sdt>'.repeat(100_000)
    expect(await errorOf(byHand(deep))).toBe('damaged')
  })

  it('that is cut short, empty or no archive fails with a sentence', async () => {
    const whole = byHand(p(r('I: words')))
    expect(await errorOf(whole.subarray(0, whole.length / 2))).toBe('damaged')
    expect(await errorOf(zipSync({ 'other.txt': strToU8('x') }))).toBe('damaged')
    expect(await errorOf(byHand(p()))).toBe('empty')
    expect(await errorOf(strToU8('plain words'))).toBe('damaged')
  })
})

/** The archive with another uncompressed size in all its local headers: a lie that readers may trust. */
function declaring(archive: Uint8Array, size: number): Uint8Array {
  const lying = archive.slice()
  const view = new DataView(lying.buffer)
  for (let at = 0; at + 30 < lying.length; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, size, true)
  }
  return lying
}
