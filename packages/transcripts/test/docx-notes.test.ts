import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { notedIn, textOf, transcriptOf } from './reading.ts'
import { byHand, notesPart, p, r, relationships, table, wordNamespace } from './word-document.ts'

const start = (id: number): string => `<w:commentRangeStart w:id="${id}"/>`
const end = (id: number): string => `<w:commentRangeEnd w:id="${id}"/>`
const reference = (kind: string, id: number): string =>
  `<w:r><w:${kind}Reference w:id="${id}"/></w:r>`
const del = (...content: string[]): string => `<w:del w:id="90">${content.join('')}</w:del>`

const comments = notesPart('comment', {
  0: p(r('Why? ')) + p(r('Ask '), del('<w:r><w:delText>her</w:delText></w:r>'), r('again.')),
  1: p('<w:r><w:annotationRef/></w:r>', r('second')),
  2: p(r('gone')),
  3: p(r('across')),
  4: p(),
})
const footnotes = notesPart('footnote', {
  '-1': p('<w:r><w:separator/></w:r>'),
  1: p('<w:r><w:footnoteRef/></w:r>', r(' At night.')),
})
const endnotes = notesPart('endnote', { 1: p(r('See '), r('below', '<w:b/>')) + table(['a', 'b']) })
const parts = {
  'word/comments.xml': comments,
  'word/footnotes.xml': footnotes,
  'word/endnotes.xml': endnotes,
}

describe('comments and notes of a Word document', () => {
  it('are kept beside the text, at their place, in their accepted words', async () => {
    const body = [
      p(r('I: How did you '), start(0), r('sleep'), end(0), reference('comment', 0), r('?')),
      p(r('P: Not well'), reference('footnote', 1), r('.'), reference('endnote', 1)),
    ]
    const transcript = await transcriptOf(byHand(body.join(''), parts), 'a.docx')
    expect(transcript.text).toBe('I: How did you sleep?\nP: Not well.')
    expect(notedIn(transcript)).toEqual([
      ['comment', 15, 'sleep', 'Why? \nAsk again.'],
      ['footnote', 33, '', 'At night.'],
      ['endnote', 34, '', 'See below\na\nb'],
    ])
    expect(transcript.warnings).toEqual([
      {
        code: 'notes-kept',
        message:
          '1 comment, 1 footnote and 1 endnote are kept beside the text, at their place, without the author’s name. Look whether they name anybody.',
      },
    ])
    expect(JSON.stringify(transcript)).not.toContain('Who')
  })

  it('stand on several paragraphs, on the same words, on none', async () => {
    const body = [
      start(3),
      p(r('I: one')),
      p(start(1), r('P: two'), start(0), end(0), reference('comment', 0)),
      end(3),
      p(reference('comment', 3), end(1), reference('comment', 1), reference('comment', 4), r('x')),
    ]
    const transcript = await transcriptOf(byHand(body.join(''), parts), 'a.docx')
    expect(notedIn(transcript).map(([, from, words]) => [from, words])).toEqual([
      [0, 'I: one\nP: two'],
      [7, 'P: two'],
      [13, ''],
    ])
  })

  it('of what is deleted or was moved away are gone with it; moved ones stay once', async () => {
    const noted = (element: string): string =>
      `<w:${element} w:id="9">${start(1)}${r('moved ')}${end(1)}${reference('comment', 1)}</w:${element}>`
    const body = p(
      r('I: a '),
      del(start(2), r('b'), end(2), reference('comment', 2), reference('footnote', 1)),
      noted('moveFrom'),
      r('c '),
      noted('moveTo'),
    )
    const transcript = await transcriptOf(byHand(body, parts), 'a.docx')
    expect(transcript.text).toBe('I: a c moved ')
    expect(notedIn(transcript)).toEqual([['comment', 7, 'moved', 'second']])
  })

  it('are found where the document says that they stand', async () => {
    const related = (type: string, target: string): string =>
      `<Relationship Id="${type}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${type}" Target="${target}"/>`
    const bytes = zipSync({
      '_rels/.rels': strToU8(relationships.replace('word/document.xml', 'other/main.xml')),
      'other/main.xml': strToU8(
        `<w:document xmlns:w="${wordNamespace}"><w:body>${p(r('I: a'), reference('comment', 1), reference('footnote', 1))}</w:body></w:document>`,
      ),
      'other/_rels/main.xml.rels': strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related('comments', 'remarks.xml')}${related('footnotes', '/notes/feet.xml')}</Relationships>`,
      ),
      'other/remarks.xml': strToU8(comments),
      'notes/feet.xml': strToU8(footnotes),
    })
    expect(notedIn(await transcriptOf(bytes, 'a.docx'))).toEqual([
      ['comment', 4, '', 'second'],
      ['footnote', 4, '', 'At night.'],
    ])
  })
})

describe('what Word documents hold beside words', () => {
  it('is read once where several copies stand, and in the order in which it is seen', async () => {
    const inBox = (words: string): string => `<w:txbxContent>${words}</w:txbxContent>`
    const body = [
      p(
        r('a '),
        `<w:r><w:pict><v:shape><v:textbox>${inBox(p(r('old box')) + table(['1', '2']))}</v:textbox></v:shape></w:pict></w:r>`,
        r('b'),
      ),
      `<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>${p(r('block '), '<w:sdt><w:sdtContent>' + r('inline') + '</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>`,
      p(
        '<w:ruby><w:rt>' + r('かん') + '</w:rt><w:rubyBase>' + r('漢') + '</w:rubyBase></w:ruby>',
        '<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>',
        '<w:smartTag>' + r(' smart') + '</w:smartTag><w:bdo>' + r(' way') + '</w:bdo>',
        '<w:r><w:ptab/><w:lastRenderedPageBreak/><w:t>end</w:t></w:r>',
      ),
      p(r('\uf04a\uf041', '<w:rFonts w:ascii="Wingdings"/>'), r('\ue000')),
    ].join('')
    expect(await textOf(byHand(body), 'a.docx')).toBe(
      'a b\nold box\n1\n2\nblock inline\n漢x+1 smart way\tend\n☺✌\ue000',
    )
  })

  it('loses deleted cells, and lines that were deleted whole, before a table too', async () => {
    const deletedEnd = '<w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>'
    const gone = del('<w:r><w:delText>gone</w:delText></w:r>')
    const body = [
      p(r('one')),
      `<w:p>${deletedEnd}${gone}</w:p>`,
      '<w:tbl><w:tr>',
      `<w:tc>${p(r('kept'))}</w:tc>`,
      `<w:tc><w:tcPr><w:cellDel w:id="6"/></w:tcPr>${p(r('deleted cell'))}</w:tc>`,
      '</w:tr></w:tbl>',
      `<w:p>${deletedEnd}${r('not joined')}</w:p>`,
      table(['cell', 'cell']),
    ].join('')
    expect(await textOf(byHand(body), 'a.docx')).toBe('one\nkept\nnot joined\ncell\ncell')
  })

  it('counts automatic numbers, which are no part of the text', async () => {
    const numbered = (id: number, words: string): string =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${id}"/></w:numPr></w:pPr>${r(words)}</w:p>`
    const body = numbered(1, 'I: a') + numbered(2, 'P: b') + numbered(0, 'P: c')
    const { text, warnings } = await transcriptOf(byHand(body), 'a.docx')
    expect(text).toBe('I: a\nP: b\nP: c')
    expect(warnings.map(({ message }) => message)).toEqual([
      '2 paragraphs have automatic numbers or bullets, which are not part of the text.',
    ])
  })

  it.each(['a.docm', 'a.dotx', 'a.doc'])('is read from %s too', async (name) => {
    expect(await textOf(byHand(p(r('words'))), name)).toBe('words')
  })
})
