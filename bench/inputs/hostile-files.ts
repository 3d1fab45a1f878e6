import { deflateSync, strToU8, zipSync } from 'fflate'

/** A file that asks for more than any transcript does, by the name under which it is sent. */
export interface HostileFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Files of up to 50 MB that are long, dense, deep or not what they say; the same on every run. */
export function hostileFiles(): HostileFile[] {
  const turn =
    'I: Where do you feel you belong?\nP: Nowhere, “really”; everybody counted, nobody asked, and in the end I went home.\n'
  const row = 'Anna,"Everybody counted, ""nobody"" asked, and in the end I went home."\n'
  return [
    file('50 MB of turns.txt', turn.repeat(Math.floor(49_000_000 / Buffer.byteLength(turn)))),
    file('240,000 turns.txt', turn.repeat(120_000)),
    file('one line.txt', 'word '.repeat(3_900_000)),
    file('colons.md', 'A: b: c: d '.repeat(1_700_000)),
    file('240,000 rows.csv', `speaker,text\n${row.repeat(240_000)}`),
    file('a million rows.csv', `speaker,text\n${'Anna,"a b"\n'.repeat(1_000_000)}`),
    file('long page.html', `<!doctype html>${'<p>word &amp; <b>word</b></p>'.repeat(650_000)}`),
    file('deep page.html', `<!doctype html>${'<div>'.repeat(3_500_000)}`),
    file('noise.txt', noise(50_000_000)),
    { name: 'bomb.docx', bytes: wordBomb() },
    { name: 'bomb.pdf', bytes: pdfBomb(1_000_000_000) },
  ]
}

function file(name: string, content: string | Uint8Array<ArrayBuffer>): HostileFile {
  return { name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }
}

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (state * 48_271) % 2_147_483_647
    bytes[at] = state >> 8
  }
  return bytes
}

function wordBomb(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/document.xml': new Uint8Array(300_000_000).fill(0x20),
    }),
  )
}

/** A page whose words are white space that unpacks to so many bytes. */
function pdfBomb(length: number): Uint8Array<ArrayBuffer> {
  const packed = deflateSync(new Uint8Array(length).fill(0x20), { level: 6 })
  const zlib = Buffer.concat([Buffer.of(0x78, 0x9c), packed, Buffer.alloc(4)])
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>',
  ].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`)
  const head = Buffer.from(
    `%PDF-1.5\n${objects.join('')}4 0 obj\n<</Length ${zlib.length}/Filter/FlateDecode>>\nstream\n`,
  )
  const end = Buffer.from('\nendstream\nendobj\ntrailer<</Size 5/Root 1 0 R>>\n%%EOF\n')
  return new Uint8Array(Buffer.concat([head, zlib, end]))
}
