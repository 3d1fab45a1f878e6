import { Document, Packer, Paragraph, TextRun } from 'docx'
import { strToU8, zipSync } from 'fflate'
import { flowing } from './pdf-writer.ts'

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A Word document of these lines, by the docx library. */
export async function asDocx(lines: readonly string[]): Promise<Uint8Array> {
  const children = lines.map((line) => new Paragraph({ children: [new TextRun(line)] }))
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))
}

/** An OpenDocument text of these lines; runs of spaces and tabs are elements in it. */
export function asOdt(lines: readonly string[]): Uint8Array {
  const spaced = (line: string) =>
    escaped(line)
      .replace(/ {2,}|^ | $/g, (spaces) => `<text:s text:c="${spaces.length}"/>`)
      .replaceAll('\t', '<text:tab/>')
  const body = lines.map((line) => `<text:p>${spaced(line)}</text:p>`).join('')
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': strToU8(
      `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ),
  })
}

/** Rich Text of these lines, every letter beyond ASCII as a Unicode escape. */
export function asRtf(lines: readonly string[]): Uint8Array {
  const units = (words: string) =>
    Array.from({ length: words.length }, (_, at) => words.charCodeAt(at))
  const coded = (line: string) =>
    units(line)
      .map((unit) => {
        if (unit === 9) return '\\tab '
        if (unit > 0x7e || unit < 0x20) return `\\u${unit > 0x7fff ? unit - 0x10000 : unit}?`
        const sign = String.fromCharCode(unit)
        return '\\{}'.includes(sign) ? `\\${sign}` : sign
      })
      .join('')
  return strToU8(
    `{\\rtf1\\ansi\\ansicpg1252\\uc1 ${lines.map((line) => `${coded(line)}\\par\n`).join('')}}`,
  )
}

/** A web page of these lines. */
export function asHtml(lines: readonly string[]): Uint8Array {
  const body = lines.map((line) => `<p>${line === '' ? '<br>' : escaped(line)}</p>`)
  return strToU8(
    `<!DOCTYPE html><html><head><meta charset="utf-8"><style>p { white-space: pre }</style></head><body style="white-space: pre-wrap">${body.join('')}</body></html>`,
  )
}

// What the fonts that every reader of PDF has can show, beside Latin-1.
const printable = /^[\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff‘’“”–—…•€™šŠžŽœŒ]*$/u

/** A PDF of these lines by pdfkit, or null where its fonts have no sign for some letter. */
export function asPdf(lines: readonly string[]): Promise<Uint8Array> | null {
  return lines.every((line) => printable.test(line)) ? flowing(lines) : null
}
