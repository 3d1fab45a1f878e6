import fc from 'fast-check'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { notedIn, saidBy, textOf, transcriptOf } from './reading.ts'

const namespaces = [
  ...['office', 'text', 'table', 'style', 'manifest'].map((name) => [name, name]),
  ['draw', 'drawing'],
  ['svg', 'svg-compatible'],
  ['fo', 'xsl-fo-compatible'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(' ')

const mimetype = 'application/vnd.oasis.opendocument.text'

function content(body: string, styles = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`
}

/** A document of this body, written by hand. */
function odt(body: string, styles?: string, parts: Zippable = {}): Uint8Array {
  return zipSync({
    mimetype: [strToU8(mimetype), { level: 0 }],
    'content.xml': strToU8(content(body, styles)),
    ...parts,
  })
}

const read = (body: string): Promise<string> => textOf(odt(body), 'a.odt')

function p(...content: string[]): string {
  return `<text:p>${content.join('')}</text:p>`
}

const bold = `<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>`

describe('an OpenDocument text', () => {
  it('becomes its paragraphs joined by LF, with tabs, breaks and spaces', async () => {
    const body =
      '<text:h>Head</text:h>' +
      p('I: one<text:tab/>two<text:line-break/>three<text:s text:c="3"/>four<text:s/>') +
      p() +
      p('fi<text:soft-page-break/>ve &lt;&amp;&gt; 👩‍👩‍👧‍👦 e\u0301')
    expect(await read(body)).toBe('Head\nI: one\ttwo\nthree   four \n\nfive <&> 👩‍👩‍👧‍👦 e\u0301')
  })

  it('takes white space of the XML for one space, and for none at the start of a paragraph', async () => {
    expect(await read(p('\n   a \t\n b', '<text:span> c  </text:span>', ' d', '<text:s/> e'))).toBe(
      'a b c d  e',
    )
  })

  it('reads sections, lists, indexes, fields, links, ruby and text boxes where they are seen', async () => {
    const body = [
      `<text:section>${p('section')}</text:section>`,
      `<text:list><text:list-header>${p('header')}</text:list-header><text:list-item><text:number>1.</text:number>${p('item')}<text:list><text:list-item>${p('inner')}</text:list-item></text:list></text:list-item></text:list>`,
      `<text:table-of-content><text:table-of-content-source>${p('template')}</text:table-of-content-source><text:index-body>${p('index')}</text:index-body></text:table-of-content>`,
      p('<text:date>3 May</text:date> <text:a>link</text:a> <text:bookmark/>'),
      p(
        '<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>かん</text:ruby-text></text:ruby>',
      ),
      p(
        `before <draw:frame><draw:text-box>${p('boxed')}</draw:text-box><svg:title>title</svg:title></draw:frame>after`,
      ),
      p('<draw:frame><draw:image/></draw:frame>end'),
    ].join('')
    const { text, warnings } = await transcriptOf(odt(body), 'a.odt')
    expect(text).toBe(
      'section\nheader\nitem\ninner\nindex\n3 May link \n漢\nbefore after\nboxed\nend',
    )
    expect(warnings.map(({ message }) => message).slice(0, 2)).toEqual([
      '1 picture of the document is not part of the text.',
      '2 paragraphs have automatic numbers or bullets, which are not part of the text.',
    ])
  })

  it('holds what remains of tracked changes', async () => {
    const body =
      `<text:tracked-changes><text:changed-region><text:deletion>${p('deleted')}${p('')}</text:deletion></text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>` +
      p('I: kept <text:change/><text:change-start/>inserted<text:change-end/> end')
    expect(await read(body)).toBe('I: kept inserted end')
  })

  it('has speakers by names that a style makes bold, by itself or by its parent', async () => {
    const styles = `${bold}<style:style style:name="T2" style:family="text" style:parent-style-name="Strong"/><style:style style:name="T3" style:family="text" style:parent-style-name="T3"/>`
    const named = strToU8(
      `<office:document-styles ${namespaces}><office:styles><style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="700"/></style:style></office:styles></office:document-styles>`,
    )
    const body = ['Anna', 'Ben', 'Anna', 'Ben'].map((name, index) =>
      p(
        `<text:span text:style-name="T${1 + (index % 2)}">${name}</text:span>`,
        '<text:span text:style-name="T3"> words</text:span>',
      ),
    )
    const document = odt(body.join(''), styles, { 'styles.xml': named })
    expect(saidBy(await transcriptOf(document, 'a.odt')).map(([speaker]) => speaker)).toEqual([
      'Anna',
      'Ben',
      'Anna',
      'Ben',
    ])
  })

  it('keeps comments, footnotes and endnotes at their place', async () => {
    const by = '<dc:creator>Dr. Who</dc:creator><dc:date>2026</dc:date>'
    const note = (kind: string, words: string): string =>
      `<text:note text:note-class="${kind}"><text:note-citation>1</text:note-citation><text:note-body>${words}</text:note-body></text:note>`
    const body = p(
      'I: a ',
      `<office:annotation office:name="c1">${by}${p('one')}${p('two')}</office:annotation>`,
      'b c<office:annotation-end office:name="c1"/> d',
      note('footnote', p('below')),
      ' e',
      note('endnote', p('at the end')),
      `<office:annotation>${by}${p('bare')}</office:annotation>`,
      `<office:annotation office:name="c2">${by}${p('without an end')}</office:annotation>`,
    )
    const transcript = await transcriptOf(odt(body), 'a.odt')
    expect(transcript.text).toBe('I: a b c d e')
    expect(notedIn(transcript)).toEqual([
      ['comment', 5, 'b c', 'one\ntwo'],
      ['footnote', 10, '', 'below'],
      ['endnote', 12, '', 'at the end'],
      ['comment', 12, '', 'bare'],
      ['comment', 12, '', 'without an end'],
    ])
    expect(JSON.stringify(transcript)).not.toContain('Who')
  })

  it('reads tables row by row, and rows as turns', async () => {
    const cell = (words: string): string => `<table:table-cell>${p(words)}</table:table-cell>`
    const rows = [
      ['Anna', 'Hi'],
      ['Ben', 'Yes'],
      ['Anna', 'So'],
      ['Ben', 'No'],
    ].map((cells) => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`)
    const body = `<table:table><table:table-header-rows>${rows[0]}</table:table-header-rows>${rows.slice(1).join('')}</table:table>`
    const transcript = await transcriptOf(odt(p('head') + body + p('tail')), 'a.odt')
    expect(transcript.text).toBe('head\nAnna\nHi\nBen\nYes\nAnna\nSo\nBen\nNo\ntail')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'Hi'],
      ['Ben', 'Yes'],
      ['Anna', 'So'],
      ['Ben', 'No'],
    ])
  })

  it('holds hidden text, and says so', async () => {
    const hidden = `<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>`
    const body = p('I: a<text:span text:style-name="H">b</text:span>')
    const { text, warnings } = await transcriptOf(odt(body, hidden), 'a.odt')
    expect(text).toBe('I: ab')
    expect(warnings.map(({ code }) => code)).toEqual(['hidden-text'])
  })

  it('is read in one file of XML too, and without a word of its type', async () => {
    const flat = `<?xml version="1.0"?><office:document ${namespaces} office:mimetype="${mimetype}"><office:master-styles>${p('head')}</office:master-styles><office:body><office:text>${p('flat')}</office:text></office:body></office:document>`
    expect(await textOf(flat, 'a.fodt')).toBe('flat')
    const untold = zipSync({ 'content.xml': strToU8(content(p('untold'))) })
    expect(await textOf(untold, 'a.odt')).toBe('untold')
  })

  it('holds whatever paragraphs were written into it', async () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .map((text) => text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff\ufeff]/gu, ''))
    const escape = (text: string): string =>
      text
        .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
        .replaceAll(' ', '<text:s/>')
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const words = ['I: hello', ...lines]
        expect(await read(words.map((each) => p(escape(each))).join(''))).toBe(words.join('\n'))
      }),
      { numRuns: 100 },
    )
  })
})

describe('an OpenDocument text that cannot be read', () => {
  async function errorOf(bytes: Uint8Array): Promise<{ code: string; message: string }> {
    const result = await readFile(bytes, 'a.odt')
    return result.ok ? { code: 'ok', message: '' } : result.error
  }

  it.each([
    [
      'META-INF/manifest.xml',
      `<manifest:manifest ${namespaces}><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`,
    ],
    ['encrypted-package', 'unreadable'],
  ])('because of a password (%s) says so', async (name, part) => {
    const { code, message } = await errorOf(odt('', '', { [name]: strToU8(part) }))
    expect(code).toBe('protected')
    expect(message).toContain('password')
  })

  it('because its spaces unpack without end fails with a sentence', async () => {
    const many = p('<text:s text:c="99999"/>'.repeat(1000))
    expect((await errorOf(odt(many))).code).toBe('too-large')
  })

  it('because it is broken fails with a sentence', async () => {
    const whole = odt(p('I: words'))
    expect((await errorOf(whole.subarray(0, whole.length / 2))).code).toBe('damaged')
    expect((await errorOf(odt('<text:p>'))).code).toBe('damaged')
    expect((await errorOf(odt(p()))).code).toBe('empty')
  })
})
