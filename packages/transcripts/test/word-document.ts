import { strToU8, zipSync } from 'fflate'

export const wordNamespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
export const relationships =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
const contentTypes =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'

/** A document of this body, written by hand. */
export function byHand(body: string, parts: Record<string, string> = {}): Uint8Array {
  const document = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="${wordNamespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>${body}</w:body></w:document>`
  const all = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relationships,
    'word/document.xml': document,
    ...parts,
  }
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, xml]) => [name, strToU8(xml)])))
}

/** A paragraph of these runs. */
export function p(...runs: string[]): string {
  return `<w:p>${runs.join('')}</w:p>`
}

/** A run of these words. */
export function r(words: string, properties = ''): string {
  return `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${words}</w:t></w:r>`
}

/** A table of these rows, a paragraph a cell. */
export function table(...rows: readonly (readonly string[])[]): string {
  const cell = (words: string): string => `<w:tc><w:tcPr/>${p(r(words))}</w:tc>`
  return `<w:tbl><w:tblPr/>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
}

/** A part with the notes of one kind: id → what stands in it. */
export function notesPart(
  kind: 'comment' | 'footnote' | 'endnote',
  notes: Readonly<Record<string, string>>,
): string {
  const each = Object.entries(notes).map(
    ([id, body]) =>
      `<w:${kind} w:id="${id}" w:author="Dr. Who" w:initials="DW">${body}</w:${kind}>`,
  )
  return `<w:${kind}s xmlns:w="${wordNamespace}">${each.join('')}</w:${kind}s>`
}
