import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { notedIn, saidBy, textOf, transcriptOf } from './reading.ts'

/** The bytes of an RTF file written as characters of one byte each. */
function rtf(body: string, head = String.raw`\ansi\ansicpg1252\deff0`): Uint8Array {
  return Uint8Array.from(`{\\rtf1${head}${body}}`, (character) => character.charCodeAt(0))
}

const read = (body: string, head?: string): Promise<string> => textOf(rtf(body, head), 'a.rtf')

/** The bytes as RTF escapes them. */
const escaped = (...bytes: number[]): string =>
  bytes.map((byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('')

/** A font table of one font with this character set. */
const inFont = (charset: number, name = 'Some Font'): string =>
  `{\\fonttbl{\\f0\\fnil\\fcharset${charset}{\\*\\panose 0102}${name}{\\*\\falt Other};}}\\pard `

describe('a Rich Text file', () => {
  it('becomes its paragraphs joined by LF, with tabs, breaks and spaces', async () => {
    expect(await read(String.raw`\pard I: one\tab two\line three\par\par  P:  four \par`)).toBe(
      'I: one\ttwo\nthree\n\n P:  four ',
    )
    expect(await read('a\\par\r\n b\\\nc\\\r\nd\r\ne\n\\page f')).toBe('a\n b\nc\nde\nf')
  })

  it('has the characters that control words and symbols stand for', async () => {
    const words = String.raw`\lquote a\rquote  \ldblquote b\rdblquote  \emdash\endash\bullet  \{\}\\ x\~y\_z\-`
    expect(await read(words)).toBe('‘a’ “b” —–• {}\\ x\u00a0y\u2011z\u00ad')
  })

  it.each([
    ['Windows-1252', 0, [0xe9, 0x80, 0x93], 'é€“'],
    ['Windows-1250', 238, [0x9a, 0xe8, 0xf8], 'ščř'],
    ['Windows-1251', 204, [0xcf, 0xf0, 0xe8], 'При'],
    ['Windows-1253', 161, [0xe1, 0xe2], 'αβ'],
    ['Windows-1254', 162, [0xfe, 0xf0], 'şğ'],
    ['Windows-1255', 177, [0xf9, 0xec], 'של'],
    ['Windows-1256', 178, [0xd3, 0xe1], 'سل'],
    ['Windows-874', 222, [0xa1, 0xd2], 'กา'],
    ['Shift-JIS', 128, [0x93, 0xfa, 0x96, 0x7b, 0x83, 0x5c], '日本ソ'],
    ['GBK', 134, [0xc4, 0xe3], '你'],
    ['Big5', 136, [0xa7, 0x41], '你'],
    ['Wansung', 129, [0xc7, 0xd1], '한'],
    ['Macintosh', 77, [0x8e, 0xd2], 'é“'],
    ['code page 437', 254, [0x82, 0xe1], 'éß'],
    ['code page 850', 255, [0x82, 0xd4], 'éÈ'],
  ])('has the bytes of a font in %s', async (_, charset, bytes, shown) => {
    expect(await read(`${inFont(charset)}<${escaped(...bytes)}>`)).toBe(`<${shown}>`)
  })

  it.each([
    ['KOI8-R', 20866, [0xf0, 0xd2, 0xc9], 'При'],
    ['KOI8-U', 21866, [0xa4, 0xa6], 'єі'],
    ['UTF-8', 65001, [0xc3, 0xa9, 0xf0, 0x9f, 0x99, 0x82], 'é🙂'],
    ['ISO 8859-2', 28592, [0xb9], 'š'],
    ['Windows-1257', 1257, [0xe0], 'ą'],
  ])('has the bytes of a document in %s', async (_, codePage, bytes, shown) => {
    const head = `\\ansi\\ansicpg${codePage}\\deff0`
    expect(await read(`<${escaped(...bytes)}>`, head)).toBe(`<${shown}>`)
    expect(await read(`${inFont(1)}<${escaped(...bytes)}>`, head)).toBe(`<${shown}>`)
  })

  it('takes the second byte of a character as it comes, escaped or not', async () => {
    expect(await read(`${inFont(128)}\\'83A\\'83\\\\\\'95\\'5c.`)).toBe('アソ表.')
  })

  it('changes the code page with the font and back at the end of a group', async () => {
    const fonts = String.raw`{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}`
    const body = String.raw`\f0 \'e9{\f1 \'e9\dbch\f2 \'93\'fa\loch\f1 \'e9}\'e9\f1\plain\'e9`
    expect(await read(fonts + body)).toBe('éй日йéé')
  })

  it('names a code page that it cannot read', async () => {
    const { text, warnings } = await transcriptOf(
      rtf(String.raw`I: \'e9`, String.raw`\ansi\ansicpg9999`),
      'a.rtf',
    )
    expect(text).toBe('I: é')
    expect(warnings.map(({ code }) => code)).toEqual(['encoding-guessed'])
  })

  it('has Unicode characters and passes over what stands in for them', async () => {
    expect(await read(String.raw`\u233?\u8211-\u-10179?\u-8638?.`)).toBe('é–🙂.')
    expect(await read(String.raw`\uc2\u26085\'93\'fa\u26412ab\uc0\u233 x\uc1\u233\'e9y`)).toBe(
      '日本éxéy',
    )
    expect(await read(String.raw`{\uc0\u55357\uc1 \u56898\'3f}{\uc3 \u233 abc}\u233?b`)).toBe(
      '🙂ééb',
    )
    expect(await read(String.raw`{\u233}a\u8220\ldblquote b\u128512?c`)).toBe('éa“b😀c')
    expect(await read(String.raw`{\upr{\'3f a}{\*\ud{\u26085\'3fa}}}`)).toBe('日a')
    expect(await read(String.raw`a\u-10179?b`)).toBe('a\ufffdb')
  })

  it('shows the signs of a symbol font', async () => {
    expect(await read(`${inFont(2, 'Wingdings')}\\'4a \\u-4022?`)).toBe('☺ ☺')
    const { text, warnings } = await transcriptOf(rtf(`${inFont(2, 'Nobody')}I: a \\'e9`), 'a.rtf')
    expect(text).toBe('I: a \ufffd')
    expect(warnings[0]?.message).toContain('unknown font')
  })

  it('leaves out deletions, field codes, headers, numbers, pictures and what it does not know', async () => {
    const body = [
      String.raw`{\stylesheet{\s0 Normal;}}{\*\generator Some {\b Writer};}{\info{\author Somebody}}`,
      String.raw`{\header page head\par}{\footer{\*\x foot}}`,
      String.raw`\pard I: kept {\deleted gone }{\revised new }{\mvf moved }{\deleted\b0 too {nested }}{\plain back }`,
      String.raw`\deleted off\deleted0 on \par `,
      String.raw`{\listtext\pard 1.\tab}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt a {\b link}}} {\pntext 2.}`,
      String.raw`{\*\unknown{\deeper text}}{\xe entry}{\*\bkmkstart mark}`,
      String.raw`{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 01}}`,
      '{\\pict\\bin5 }{}}\\x}',
      String.raw`{\object{\*\objdata 0102}{\result shown}}\par`,
    ].join('')
    const { text, warnings } = await transcriptOf(rtf(body), 'a.rtf')
    expect(text).toBe('I: kept new back on \na link shown')
    expect(warnings.map(({ message }) => message)).toEqual([
      '2 pictures of the document are not part of the text.',
      '2 paragraphs have automatic numbers or bullets, which are not part of the text.',
    ])
  })

  it('joins paragraphs whose end was deleted', async () => {
    expect(await read(String.raw`a{\deleted\par }b\par{\deleted gone\par }c`)).toBe('ab\nc')
  })

  it('holds hidden text, and says so', async () => {
    const { text, warnings } = await transcriptOf(rtf(String.raw`I: a{\v b\v0  c}`), 'a.rtf')
    expect(text).toBe('I: ab c')
    expect(warnings.map(({ code }) => code)).toEqual(['hidden-text'])
  })

  it('has speakers by bold names', async () => {
    const turns = ['Anna', 'Ben', 'Anna', 'Ben'].map((name) => `{\\b ${name}} words\\par\n`)
    const transcript = await transcriptOf(rtf(turns.join('')), 'a.rtf')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'words'],
      ['Ben', 'words'],
      ['Anna', 'words'],
      ['Ben', 'words'],
    ])
  })

  it('keeps comments, footnotes and endnotes at their place', async () => {
    const body = [
      String.raw`I: a {\*\atrfstart 7}b c{\*\atrfend 7}{\*\atnid AB}{\*\atnauthor Dr. Who}\chatn`,
      String.raw`{\*\annotation{\*\atnref 7}{\*\atndate 1}\pard\plain{\rtlch one}\par\pard{\b two}} d`,
      String.raw`{\super\chftn{\*\footnote\pard\plain\chftn  below}} e{\footnote\ftnalt \chftn at the end}`,
      String.raw`{\*\annotation bare}{\deleted x{\footnote gone}{\*\annotation gone}}\par`,
    ].join('')
    const transcript = await transcriptOf(rtf(body), 'a.rtf')
    expect(transcript.text).toBe('I: a b c d e')
    expect(notedIn(transcript)).toEqual([
      ['comment', 5, 'b c', 'one\ntwo'],
      ['footnote', 10, '', 'below'],
      ['endnote', 12, '', 'at the end'],
      ['comment', 12, '', 'bare'],
    ])
    expect(JSON.stringify(transcript)).not.toContain('Who')
  })

  it('reads text boxes once, behind the paragraph that holds them', async () => {
    const box = String.raw`{\shp{\*\shpinst\shpleft0{\sp{\sn wrap}{\sv no}}{\shptxt\pard one\par two\par}}{\shprslt copy}}`
    expect(await read(`before ${box}after\\par last`)).toBe('before after\none\ntwo\nlast')
  })

  it('reads tables row by row, and rows as turns', async () => {
    const row = (...cells: string[]): string =>
      String.raw`\trowd\cellx100\cellx200` +
      cells.map((cell) => `\\pard\\intbl ${cell}\\cell`).join('') +
      '\\row'
    const rows =
      row('Anna', 'Hi\\par there') + row('Ben', 'Yes') + row('Anna', '') + row('Ben', 'No')
    const transcript = await transcriptOf(rtf(`head\\par${rows}\\pard tail\\par`), 'a.rtf')
    expect(transcript.text).toBe('head\nAnna\nHi\nthere\nBen\nYes\nAnna\n\nBen\nNo\ntail')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'Hi\nthere'],
      ['Ben', 'Yes'],
      ['Ben', 'No'],
    ])
  })

  it('is known by its beginning, whatever it is called', async () => {
    expect(await textOf(rtf('words'), 'a.doc')).toBe('words')
    expect(await textOf(rtf('words'), 'a.txt')).toBe('words')
  })

  it('that is cut off is read as far as it goes, and says so', async () => {
    const whole = rtf(String.raw`I: one\par P: {\b two`)
    const { text, warnings } = await transcriptOf(whole.subarray(0, -1), 'a.rtf')
    expect(text).toBe('I: one\nP: two')
    expect(warnings.map(({ code }) => code)).toEqual(['cut-off'])
  })

  it('that is nested without end fails with a sentence', async () => {
    const result = await readFile(rtf('{'.repeat(100_000)), 'a.rtf')
    expect(result).toMatchObject({ ok: false, error: { code: 'damaged' } })
  })
})

describe('any text', () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .map((text) => text.toWellFormed().replace(/[\p{Cc}\ufeff]/gu, ''))

  it('comes back from a file that writes it in Unicode', async () => {
    const written = (text: string): string =>
      Array.from({ length: text.length }, (_, at) => {
        const unit = text.charCodeAt(at)
        const signed = unit > 32_767 ? unit - 65_536 : unit
        return /[\w ]/.test(text.charAt(at)) ? text.charAt(at) : `\\u${signed}?`
      }).join('')
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const words = ['I: hello', ...lines]
        expect(await read(words.map((each) => `${written(each)}\\par\n`).join(''))).toBe(
          words.join('\n'),
        )
      }),
      { numRuns: 200 },
    )
  })
})
