import { deflateSync, strToU8, zipSync, type Zippable } from 'fflate'

const wordNamespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** A Word document whose main part is this XML. */
export function wordOf(body: string | Uint8Array, others: Zippable = {}): Uint8Array {
  const document =
    typeof body === 'string'
      ? strToU8(`<w:document xmlns:w="${wordNamespace}"><w:body>${body}</w:body></w:document>`)
      : body
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': document,
    ...others,
  })
}

/** The same archive with the sizes that it declares for its entries changed, in both places where they stand. */
export function withSizes(archive: Uint8Array, size: number): Uint8Array {
  const bytes = archive.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 46 < bytes.length; at++) {
    const signature = view.getUint32(at, true)
    if (signature === 0x04034b50) view.setUint32(at + 22, size, true)
    if (signature === 0x02014b50) view.setUint32(at + 24, size, true)
  }
  return bytes
}

/** The same archive with every entry of its directory pointing at the first file's bytes. */
export function overlapping(archive: Uint8Array): Uint8Array {
  const bytes = archive.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 46 < bytes.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 42, 0, true)
  return bytes
}

/** A PDF of these objects, the first of which is its catalogue. Its table of objects is left out; readers rebuild it. */
export function pdfOf(objects: readonly (string | Uint8Array)[]): Uint8Array {
  const parts: Uint8Array[] = [strToU8('%PDF-1.5\n')]
  for (const [index, object] of objects.entries()) {
    parts.push(strToU8(`${index + 1} 0 obj\n`))
    parts.push(typeof object === 'string' ? strToU8(object) : object)
    parts.push(strToU8('\nendobj\n'))
  }
  parts.push(strToU8(`trailer<</Size ${objects.length + 1}/Root 1 0 R>>\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** A stream of a PDF that unpacks to this. `dictionary` is what else its dictionary says. */
export function packedStream(content: Uint8Array, dictionary = ''): Uint8Array {
  const zlib = Buffer.concat([Buffer.of(0x78, 0x9c), deflateSync(content), Buffer.alloc(4)])
  return Buffer.concat([
    strToU8(`<<${dictionary}/Length ${zlib.length}/Filter/FlateDecode>>\nstream\n`),
    zlib,
    strToU8('\nendstream'),
  ])
}

/** A PDF of one page with this content. */
export function pageOf(
  content: Uint8Array,
  resources = '',
  others: readonly (string | Uint8Array)[] = [],
) {
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<${resources}>>/Contents 4 0 R>>`,
    packedStream(content),
    ...others,
  ])
}
