import { describe, expect, it } from 'vitest'
import { inspectFile, readFile } from '../src/index.ts'
import { labelsOf, saidBy, textOf, transcriptOf } from './reading.ts'

const page = (body: string, head = ''): string =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`

describe('the text of a web page', () => {
  it.each([
    ['paragraphs on lines of their own', '<p>One</p>\n\n<p>Two</p>', 'One\nTwo'],
    ['paragraphs that nobody closed', '<p>One<p>Two', 'One\nTwo'],
    ['a break as a line end', 'One<br>Two<br/><br>Three', 'One\nTwo\n\nThree'],
    ['no line more for a break at the end of a block', '<p>One<br></p><p>Two</p>', 'One\nTwo'],
    ['an empty line for a paragraph of a break', '<p>One</p><p><br></p><p>Two</p>', 'One\n\nTwo'],
    [
      'white space as one space',
      '<p> One \n\t two<b> three</b> <i> four</i></p>',
      'One two three four',
    ],
    ['no-break spaces as they are', '<p>One&nbsp;&nbsp;two</p>', 'One\u00a0\u00a0two'],
    ['preformatted text as it is', '<pre>\n a  b\n\n  c</pre>d', ' a  b\n\n  c\nd'],
    ['empty lines of preformatted text', '<pre>\n\na&amp;\n\n&#13;b</pre>', 'a&\n\n\nb'],
    [
      'white space that a style keeps',
      '<p style="white-space: pre-wrap">a  b\nc</p>d',
      'a  b\nc\nd',
    ],
    ['lists without marks', '<ul><li>One<li>Two<ol><li>Three</ol></ul>', 'One\nTwo\nThree'],
    [
      'entities decoded once',
      '&ldquo;caf&eacute;&rdquo; &#x1f642; &amp;lt; &copy 5 &lt; 6',
      '“café” 🙂 &lt; © 5 < 6',
    ],
    ['what unfolds', '<details><summary>More</summary>Inside</details>', 'More\nInside'],
    ['the base of ruby', '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字</p>', '漢字'],
    ['cells on lines of their own', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', 'a\nb\nc\nd'],
    [
      'paragraphs in cells',
      '<table><tr><td><p>a</p></td><td><p>b</p><p>c</p></td></tr></table>',
      'a\nb\nc',
    ],
    ['no line for an empty cell', '<table><tr><td></td><td>b</td></tr></table>', 'b'],
    ['words in a field of a form', '<textarea>\nOne\n Two</textarea>', 'One\n Two'],
  ])('has %s', async (_, body, expected) => {
    expect(await textOf(page(body), 'a.html')).toBe(expected)
  })

  it.each([
    ['scripts', '<script>document.write("<p>no</p>")</script>'],
    ['styles', '<style>p::after { content: "no" }</style>'],
    ['comments', '<!-- no --><!--[if IE]><p>no</p><![endif]-->'],
    ['templates, nested ones too', '<template>no<template>no</template>no</template>'],
    ['what is for browsers without scripts', '<noscript>no</noscript>'],
    ['its title', '<title>no</title>'],
    ['buttons and choices', '<button>no</button><select><option>no</select>'],
    ['what stands in for pictures', '<svg><title>no</title><text>no</text></svg><video>no</video>'],
    ['attributes', '<p title="no" onclick="no()"></p><img alt="no" src="no">'],
  ])('has no %s', async (_, body) => {
    expect(await textOf(page(`<p>yes</p>${body}<p>yes</p>`), 'a.html')).toBe('yes\nyes')
  })

  it.each([
    '<div hidden>no <b>no</b></div>',
    '<div style="color: red; display:none">no <p>no</div>',
    '<span style="visibility: hidden">no</span>',
  ])('has nothing that %s hides, and the reader is told', async (hidden) => {
    const { text, warnings } = await transcriptOf(page(`yes${hidden}<p>yes`), 'a.html')
    expect(text).toBe('yes\nyes')
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'left-out', message: expect.stringContaining('hides') }),
    )
  })

  it('begins and ends with words', async () => {
    expect(await textOf(page('<p><br></p><p>words</p><p><br></p>'), 'a.html')).toBe('words')
  })

  it('is found whatever the file is called', async () => {
    expect(await textOf(`\ufeff <!doctype HTML>\n<p>words`, 'talk.txt')).toBe('words')
    expect(await textOf('<p>I: words', 'part.htm')).toBe('I: words')
  })

  it('that shows no words is refused with a sentence', async () => {
    const result = await readFile(new TextEncoder().encode(page('<script>1</script>')), 'a.html')
    expect(result).toMatchObject({ ok: false, error: { code: 'empty' } })
  })
})

describe('speakers of a web page', () => {
  it('are found by labels at the start of lines', async () => {
    const transcript = await transcriptOf(
      page('<p><b>Anna:</b> One?</p><p><b>Ben:</b> Two.</p><p>More.</p><p>Anna: So.<p>Ben: Yes.'),
      'a.html',
    )
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'One?'],
      ['Ben', 'Two.\nMore.'],
      ['Anna', 'So.'],
      ['Ben', 'Yes.'],
    ])
  })

  it('are found in a table of speakers and words; a row without a speaker goes on', async () => {
    const row = (...cells: string[]) =>
      `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    const transcript = await transcriptOf(
      page(
        `<table>${row('Speaker', 'Text')}${row('Anna', 'One?')}${row('Ben', '<p>Two.</p><p>More.</p>')}${row('', 'Still he.')}${row('Anna', 'So.')}${row('Ben', 'Yes.')}</table>`,
      ),
      'a.html',
    )
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'One?'],
      ['Ben', 'Two.\nMore.'],
      ['Ben', 'Still he.'],
      ['Anna', 'So.'],
      ['Ben', 'Yes.'],
    ])
    expect(labelsOf(transcript)).toEqual(['Anna', 'Ben', null, 'Anna', 'Ben'])
  })

  it('are found in a table within a table that only lays out the page', async () => {
    const transcript = await transcriptOf(
      page(
        '<p><br></p><table><tr><td>Menu</td><td><table><tr><td>Anna<td>One?<tr><td>Ben<td>Two.<tr><td>Anna<td>So.<tr><td>Ben<td>Yes.</table></td></tr></table>',
      ),
      'a.html',
    )
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'One?'],
      ['Ben', 'Two.'],
      ['Anna', 'So.'],
      ['Ben', 'Yes.'],
    ])
  })

  it('have the times that stand in cells beside them', async () => {
    const transcript = await transcriptOf(
      page(
        '<table><tr><td>00:12<td>Anna<td>One?<tr><td>00:15<td>Ben<td>Two.<tr><td>00:20<td>Anna<td>So.<tr><td>00:21<td>Ben<td>Yes.</table>',
      ),
      'a.html',
    )
    expect(transcript.turns.map(({ speaker, startsAt }) => [speaker, startsAt])).toEqual([
      ['Anna', 12_000],
      ['Ben', 15_000],
      ['Anna', 20_000],
      ['Ben', 21_000],
    ])
  })
})

describe('the characters of a web page', () => {
  // ž and š: 9E and 9A in windows-1250, BE and B9 in ISO 8859-2 (tables of Microsoft and ECMA-94).
  const bytesOf = (head: string, letters: readonly number[]): Uint8Array =>
    Uint8Array.from([
      ...new TextEncoder().encode(`<html><head>${head}</head><body>`),
      ...letters,
      ...new TextEncoder().encode('</body></html>'),
    ])

  it.each([
    ['<meta charset="windows-1250">', [0x9e, 0x9a], 'žš'],
    ["<META content='text/html; charset=ISO-8859-2' http-equiv=Content-Type>", [0xbe, 0xb9], 'žš'],
    ['<meta charset=iso-8859-1>', [0xe9, 0x93], 'é“'],
    ['<meta charset="gbk">', [0xc4, 0xe3], '你'],
    // A page whose meta element can be read is not in UTF-16.
    ['<meta charset="utf-16">', [0xc3, 0xa9], 'é'],
    // The bytes are valid UTF-8, so that is what they are.
    ['<meta charset="iso-8859-1">', [0xc3, 0xa9], 'é'],
  ])('are read as %s says, without a warning', async (head, letters, expected) => {
    const bytes = bytesOf(head, letters)
    const { text, warnings } = await transcriptOf(bytes, 'a.html')
    expect(text).toBe(expected)
    expect(warnings.map(({ code }) => code)).toEqual(['no-speakers'])
    const inspection = await inspectFile(bytes, 'a.html')
    expect(inspection).toMatchObject({ ok: true, format: 'html', encoding: { certain: true } })
  })

  it.each(['<meta charset="no-such-thing">', '<meta charset="utf-8">', ''])(
    'are guessed, with alternatives, where %j does not fit them',
    async (head) => {
      const bytes = bytesOf(head, [0xe9])
      const { text, warnings } = await transcriptOf(bytes, 'a.html')
      expect(text).toBe('é')
      expect(warnings.map(({ code }) => code)).toContain('encoding-guessed')
    },
  )
})
