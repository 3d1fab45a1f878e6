import { snapToGraphemes } from '@throughline/text'
import { declaredEncoding } from './html/declared-encoding.ts'
import { likelyEncodings } from './likely-encodings.ts'
import { UnreadableFile } from './result.ts'
import type { Warning } from './transcript.ts'

/** One way to read the bytes, with the characters around the first doubtful ones. */
export interface EncodingAlternative {
  readonly name: string
  readonly sample: string
}

/** The encoding of a file. When it is not certain, a person chooses among the alternatives. */
export interface EncodingGuess {
  readonly name: string
  /** True when the bytes prove it (valid UTF-8, a byte order mark, UTF-16 with its zero bytes) or a web page says it. */
  readonly certain: boolean
  /** Every encoding that can read the doubtful bytes, the likeliest first: it is the guess. Empty when certain. */
  readonly alternatives: readonly EncodingAlternative[]
}

const defaultGuess = 'windows-1252'
const alternativeNames = [
  defaultGuess,
  'iso-8859-15',
  'macintosh',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
]

/** Every name that the `encoding` option takes. */
export const encodingNames: readonly string[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'iso-2022-jp',
  ...alternativeNames,
]

/**
 * Finds the encoding: byte order mark, then zero bytes of UTF-16, then strict UTF-8, then what a web page says of
 * itself, else what the letters are most like in any language.
 */
export async function detectEncoding(bytes: Uint8Array): Promise<EncodingGuess> {
  const name = certainEncoding(bytes)
  if (name) return { name, certain: true, alternatives: [] }
  const order = await inOrderOfLikelihood(bytes)
  const guess = order.find((each) => readsWell(bytes, each)) ?? defaultGuess
  const others = order.filter((each) => each !== guess)
  return { name: guess, certain: false, alternatives: alternativesFor(bytes, [guess, ...others]) }
}

/** Whether it can read the whole file, and no word is half in another alphabet, as “Cafй” is. */
function readsWell(bytes: Uint8Array, encoding: string): boolean {
  const text = decodeStrictly(bytes, encoding)
  return text !== null && !halfInAnotherAlphabet.test(text)
}

const halfInAnotherAlphabet =
  /\p{scx=Latn}[\p{scx=Cyrl}\p{scx=Grek}\p{scx=Hebr}\p{scx=Arab}\p{scx=Thai}]/u

function certainEncoding(bytes: Uint8Array): string | null {
  return provenEncoding(bytes) ?? declaredByPage(bytes)
}

async function inOrderOfLikelihood(bytes: Uint8Array): Promise<readonly string[]> {
  const likely = await likelyEncodings(bytes, firstBeyondAscii(bytes))
  const offered = likely.filter((name) => alternativeNames.includes(name))
  return [...new Set([...offered, ...alternativeNames])]
}

const firstBeyondAscii = (bytes: Uint8Array) => bytes.findIndex((byte) => byte > 0x7f)

function provenEncoding(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe && decodes(bytes, 'utf-16le')) return 'utf-16le'
  if (first === 0xfe && second === 0xff && decodes(bytes, 'utf-16be')) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf && decodes(bytes, 'utf-8')) return 'utf-8'
  const wide = wideByZeroBytes(bytes)
  if (wide && decodes(bytes, wide)) return wide
  if (!decodes(bytes, 'utf-8')) return null
  // ISO-2022-JP looks like ASCII but for its escapes, which no transcript holds otherwise.
  return startsJapaneseEscape(bytes) && decodes(bytes, 'iso-2022-jp') ? 'iso-2022-jp' : 'utf-8'
}

function declaredByPage(bytes: Uint8Array): string | null {
  const name = declaredEncoding(bytes)
  return name !== null && decodes(bytes, name) ? name : null
}

/** UTF-16 without a mark: Latin letters and line ends leave zeros in one half of the units only. */
function wideByZeroBytes(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 65_536) & ~1
  let even = 0
  let odd = 0
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even++
    if (bytes[index + 1] === 0) odd++
  }
  const enough = length / 2 / 50
  if (odd > enough && even * 20 <= odd) return 'utf-16le'
  if (even > enough && odd * 20 <= even) return 'utf-16be'
  return null
}

function startsJapaneseEscape(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b)
  return at >= 0 && bytes[at + 1] === 0x24
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  return decodeStrictly(bytes, encoding) !== null
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function alternativesFor(bytes: Uint8Array, names: readonly string[]): EncodingAlternative[] {
  return names.flatMap((name) => {
    const sample = sampleOf(bytes, name)
    return sample === null ? [] : [{ name, sample }]
  })
}

const sampleBefore = 30
const sampleAfter = 60
const samplesShown = 3
const sampledBytes = 64 * 1024

/** The text around the first characters beyond ASCII, or null when this encoding cannot read them. */
function sampleOf(bytes: Uint8Array, encoding: string): string | null {
  const doubtful = firstBeyondAscii(bytes)
  if (doubtful < 0) return ''
  // No encoding here has a line feed within a character. The end may cut one, which streaming tolerates.
  const from = bytes.lastIndexOf(lineFeed, doubtful) + 1
  const read = bytes.subarray(from, doubtful + sampledBytes)
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    return aroundDoubtful(decoder.decode(read, { stream: true }))
  } catch {
    return null
  }
}

const lineFeed = 0x0a

function aroundDoubtful(text: string): string {
  const pieces: string[] = []
  const doubtful = /[^\p{ASCII}]/gu
  for (let found = doubtful.exec(text); found; found = doubtful.exec(text)) {
    const piece = snapToGraphemes(text, {
      from: Math.max(0, found.index - sampleBefore),
      to: Math.min(text.length, found.index + sampleAfter),
    })
    pieces.push(text.slice(piece.from, piece.to).replace(/\s+/g, ' ').trim())
    if (pieces.length === samplesShown) break
    doubtful.lastIndex = piece.to
  }
  return pieces.join(' … ')
}

export interface DecodedText {
  /** As decoded: line ends and byte order mark are still the source's. */
  readonly text: string
  readonly warnings: readonly Warning[]
}

/** Decodes by the chosen encoding, or by what detectEncoding finds. Throws UnreadableFile. */
export async function decodeText(bytes: Uint8Array, chosen?: string): Promise<DecodedText> {
  if (chosen !== undefined && !encodingNames.includes(chosen)) {
    throw new UnreadableFile(
      'unknown-encoding',
      `There is no encoding called "${chosen}" here. Choose one of the encodings in the preview.`,
    )
  }
  const guess = chosen === undefined ? await detectEncoding(bytes) : null
  const name = chosen ?? guess?.name ?? defaultGuess
  const text = decodeStrictly(bytes, name)
  if (text === null) {
    throw new UnreadableFile(
      'wrong-encoding',
      `The file holds bytes that ${name} cannot read. Choose another encoding in the preview.`,
    )
  }
  refuseBinary(text)
  const warnings = guess && !guess.certain ? [guessedWarning(name)] : []
  return replaceNul(text, warnings)
}

function guessedWarning(name: string): Warning {
  return {
    code: 'encoding-guessed',
    message: `The file does not say how its characters are encoded; it was read as ${name}. Check accents and quotation marks, and choose another encoding if they are wrong.`,
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/g

function refuseBinary(text: string): void {
  const found = text.match(controls)?.length ?? 0
  if (found > 1 && found * 100 > text.length) {
    throw new UnreadableFile(
      'not-text',
      'This is not a text file. Import the transcript itself, for instance as .docx or .txt.',
    )
  }
}

/** No database keeps a zero character, so it becomes the visible mark of a lost one. */
function replaceNul(text: string, warnings: readonly Warning[]): DecodedText {
  const at = text.indexOf('\u0000')
  if (at < 0) return { text, warnings }
  const message =
    'The file holds zero characters, which no text has. Each is shown as � instead; look what belongs there.'
  return {
    text: text.replaceAll('\u0000', '\ufffd'),
    warnings: [...warnings, { code: 'nul-replaced', message }],
  }
}
