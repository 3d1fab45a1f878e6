import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectFile, readFile } from '../src/index.ts'
import { textOf } from './reading.ts'

const words = 'P: Café “déjà vu” – naïve…'

/** The bytes of a text in UTF-16, written unit by unit. */
function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const marked = mark ? `\ufeff${text}` : text
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < marked.length; index++) {
    view.setUint16(index * 2, marked.charCodeAt(index), littleEndian)
  }
  return bytes
}

/** The bytes of characters by a table, for encodings that no encoder of the platform writes. */
function byTable(text: string, table: Record<string, number>): Uint8Array {
  return Uint8Array.from(text, (character) => table[character] ?? character.charCodeAt(0))
}

/** The bytes of a text in an encoding, by what the platform decodes one or two bytes to. */
function encoded(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, number[]>()
  const know = (...bytes: number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes))
    if ([...character].length === 1 && character !== '\ufffd' && !table.has(character))
      table.set(character, bytes)
  }
  for (let byte = 0; byte < 256; byte++) know(byte)
  for (let lead = 0x81; lead < 256; lead++)
    for (let trail = 0x40; trail < 256; trail++) know(lead, trail)
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character)
      if (!bytes) throw new Error(`${encoding} has no ${character}`)
      return bytes
    }),
  )
}

const french =
  'Enquêteur: Comment s’est passée la première semaine?\nP1: C’était très dur, j’étais loin de chez moi, à côté d’étrangers où ça n’allait pas.'
const german =
  'I: Wie war die erste Woche für Sie?\nP: Ich fühlte mich überfordert, müde und hörte nur Geräusche auf dem Gang. Später änderte sich das, natürlich, als ich Freunde fand und öfter hinausging.'
const polish =
  'Badacz: Jak minął pierwszy tydzień?\nUczestniczka: Było ciężko, nikogo nie znałam, później zrobiło się łatwiej, choć wciąż się bałam.'
const russian =
  'Интервьюер: Расскажите, пожалуйста, как вы провели первую неделю?\nУчастник: Я никого не знала, и это было тяжело. Потом стало легче.'
const japanese =
  '質問者：最初の週はどうでしたか。\n参加者：誰も知らなくて、とても寂しかったです。でも少しずつ慣れました。'

// From the Unicode consortium's mapping tables CP1252.TXT and ROMAN.TXT.
const windows1252 = { '“': 0x93, '”': 0x94, '–': 0x96, '…': 0x85, é: 0xe9, à: 0xe0, ï: 0xef }
const macRoman = { '“': 0xd2, '”': 0xd3, '–': 0xd0, '…': 0xc9, é: 0x8e, à: 0x88, ï: 0x95 }

describe('the encoding of a text file', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(words), 'utf-8'],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${words}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(words, true, true), 'utf-16le'],
    ['UTF-16 LE without a mark', utf16(words, true, false), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(words, false, true), 'utf-16be'],
    ['UTF-16 BE without a mark', utf16(words, false, false), 'utf-16be'],
  ])('is certain for %s, and every character is right', async (_, bytes, encoding) => {
    const inspection = await inspectFile(bytes, 'talk.txt')
    expect(inspection).toMatchObject({ ok: true, encoding: { name: encoding, certain: true } })
    expect(await textOf(bytes, 'talk.txt')).toBe(words)
  })

  it('keeps a second byte order mark, which is a character of the text', async () => {
    expect(await textOf(new TextEncoder().encode('\ufeff\ufeffI: yes'), 'a.txt')).toBe(
      '\ufeffI: yes',
    )
  })

  it.each([
    ['French of a PC', french, 'windows-1252'],
    ['French of an old Mac', french, 'macintosh'],
    ['German of a PC', german, 'windows-1252'],
    ['German of an old Mac', german, 'macintosh'],
    ['Polish of a PC', polish, 'windows-1250'],
    ['Polish of the old web', polish, 'iso-8859-2'],
    ['Russian of a PC', russian, 'windows-1251'],
    ['Russian of old mail', russian, 'koi8-r'],
    ['Greek', 'Ερωτών: Πώς ήταν η πρώτη εβδομάδα;\nΑ: Δεν ήξερα κανέναν.', 'windows-1253'],
    ['Hebrew', 'מראיין: איך היה השבוע הראשון?\nא: לא הכרתי אף אחד.', 'windows-1255'],
    ['Arabic', 'المحاور: كيف كان الأسبوع الأول؟\nالمشاركة: لم أعرف أحدا.', 'windows-1256'],
    ['Japanese of a PC', japanese, 'shift_jis'],
    ['Japanese of Unix', japanese, 'euc-jp'],
    ['Chinese', '访谈者：第一周怎么样？\n参与者：我谁都不认识，很难过。', 'gb18030'],
    ['Chinese of Taiwan', '訪談者：第一週怎麼樣？\n參與者：我誰都不認識，很難過。', 'big5'],
    ['Korean', '면접자: 첫 주는 어땠나요?\n참가자: 아무도 몰라서 힘들었어요.', 'euc-kr'],
  ])('is guessed by its letters for %s, and still asked', async (_, text, encoding) => {
    const bytes = encoded(text, encoding)
    const inspection = await inspectFile(bytes, 'talk.txt')
    expect(inspection).toMatchObject({ ok: true, encoding: { name: encoding, certain: false } })
    if (!inspection.ok || !inspection.encoding) throw new Error('no encoding was inspected')
    expect(inspection.encoding.alternatives[0]?.name).toBe(encoding)
    expect(inspection.encoding.alternatives.length).toBeGreaterThan(1)
    expect(await textOf(bytes, 'talk.txt')).toBe(text)
  })

  it('is guessed as one that reads the whole file, though its beginning be like another', async () => {
    // 0x98 is the one byte that is nothing in windows-1251.
    const bytes = Uint8Array.of(...encoded(russian, 'windows-1251'), 0x0a, 0x98)
    const inspection = await inspectFile(bytes, 'talk.txt')
    expect(inspection).toMatchObject({ ok: true, encoding: { certain: false } })
    if (!inspection.ok || !inspection.encoding) throw new Error('no encoding was inspected')
    expect(inspection.encoding.name).not.toBe('windows-1251')
  })

  it('is never guessed so that words are half in another alphabet', async () => {
    const bytes = encoded(`${words} ${words} ${words}`, 'windows-1252')
    expect(await textOf(bytes, 'talk.txt')).not.toMatch(/\p{Script=Cyrillic}|\p{Script=Greek}/u)
  })

  it('is guessed as Windows-1252 when the bytes prove nothing, and the reader is told', async () => {
    const bytes = byTable(words, windows1252)
    const result = await readFile(bytes, 'talk.txt')
    expect(result).toMatchObject({ ok: true, transcripts: [{ text: words }] })
    if (result.ok) {
      expect(result.transcripts[0]?.warnings.map(({ code }) => code)).toContain('encoding-guessed')
    }
  })

  it('is offered with samples around the doubtful characters, so that a person can choose', async () => {
    const bytes = byTable(`${'plain '.repeat(100)}${words}`, macRoman)
    const inspection = await inspectFile(bytes, 'talk.txt')
    if (!inspection.ok || !inspection.encoding) throw new Error('no encoding was inspected')
    expect(inspection.encoding.certain).toBe(false)
    const sampleOf = (encoding: string) =>
      inspection.encoding?.alternatives.find(({ name }) => name === encoding)?.sample
    expect(sampleOf('macintosh')).toContain('Café “déjà vu” – naïve…')
    // By CP1252.TXT what a Mac wrote as é, “, ”, – and … are Ž, Ò, Ó, Ð and É.
    expect(sampleOf('windows-1252')).toContain('CafŽ ÒdŽj')
    expect(await textOf(bytes, 'talk.txt', { encoding: 'macintosh' })).toContain(words)
  })

  it('offers only what can read the bytes', async () => {
    // 0xA0 followed by an ASCII letter and 0x81 alone are nothing in EUC-KR.
    const inspection = await inspectFile(Uint8Array.of(0x49, 0x3a, 0x20, 0xff, 0x20, 0x41), 'a.txt')
    if (!inspection.ok || !inspection.encoding) throw new Error('no encoding was inspected')
    const names = inspection.encoding.alternatives.map(({ name }) => name)
    expect(names).toContain('windows-1252')
    expect(names).not.toContain('euc-kr')
  })

  it('reads Japanese in Shift_JIS once chosen', async () => {
    // 質問 ("question") by JIS X 0208: 8e bf 96 e2.
    const bytes = Uint8Array.of(0x51, 0x3a, 0x20, 0x8e, 0xbf, 0x96, 0xe2)
    expect(await textOf(bytes, 'a.txt', { encoding: 'shift_jis' })).toBe('Q: 質問')
  })

  it('is refused with a sentence when it is unknown or cannot read the bytes', async () => {
    const bytes = byTable(words, windows1252)
    const unknown = await readFile(bytes, 'a.txt', { encoding: 'ebcdic' })
    expect(unknown).toMatchObject({ ok: false, error: { code: 'unknown-encoding' } })
    const wrong = await readFile(bytes, 'a.txt', { encoding: 'utf-8' })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'wrong-encoding' } })
  })

  it('never alters a text that is valid Unicode, whatever characters it holds', async () => {
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter(
      // Control characters make a file binary, and blank ones hold no words.
      (text) => !/\p{Cc}/u.test(text) && text.trim() !== '' && !text.startsWith('\ufeff'),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const whole = text.toWellFormed()
        expect(await textOf(new TextEncoder().encode(`I: ${whole}`), 'a.txt')).toBe(`I: ${whole}`)
        expect(await textOf(utf16(`I: ${whole}`, true, true), 'a.txt')).toBe(`I: ${whole}`)
      }),
    )
  })

  it('shows a zero character as a lost one and says so', async () => {
    const text = `I: yes\u0000 ${'word '.repeat(100)}`
    const result = await readFile(new TextEncoder().encode(text), 'a.txt')
    if (!result.ok) throw new Error(result.error.message)
    expect(result.transcripts[0]?.text).toBe(text.replace('\u0000', '\ufffd'))
    expect(result.transcripts[0]?.warnings.map(({ code }) => code)).toContain('nul-replaced')
  })
})
