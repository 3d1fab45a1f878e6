import { strToU8, zipSync } from 'fflate'
import type { Spoken } from './interview.ts'

/** An OpenDocument text as LibreOffice lays it out: names bold by an automatic style. */
export function openDocument(turns: readonly Spoken[]): Uint8Array {
  const namespaces = ['office', 'text', 'style']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .concat('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"')
    .join(' ')
  const bold =
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
  const paragraphs = turns.map(
    ({ speaker, words }) =>
      `<text:p text:style-name="P1"><text:span text:style-name="T1">${speaker}: </text:span>${words}</text:p>`,
  )
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces}><office:automatic-styles>${bold}</office:automatic-styles><office:body><office:text>${paragraphs.join('')}</office:text></office:body></office:document-content>`
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': strToU8(content),
  })
}

/** Rich Text as LibreOffice writes it: every paragraph with all its properties, and Unicode escaped. */
export function richText(turns: readonly Spoken[]): Uint8Array {
  const paragraphs = turns.map(
    ({ speaker, words }) =>
      String.raw`\par \pard\plain \s0\rtlch\af6\afs24\alang1081 \ltrch\lang1033\langfe2052\hich\af4\loch\ql\widctlpar\hyphpar0\ltrpar\cf0\f4\fs24{\b\loch ${speaker}: }{\loch` +
      `\r\n${escaped(words)}}\r\n`,
  )
  const head = String.raw`{\rtf1\ansi\deff4{\fonttbl{\f4\froman\fprq2\fcharset0 Liberation Serif;}{\f6\fnil\fcharset0 Noto Sans;}}`
  return strToU8(`${head}${paragraphs.join('')}}`, true)
}

function escaped(words: string): string {
  return words.replace(/[^ -~]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      const unit = character.charCodeAt(at)
      return String.raw`\u${unit > 32_767 ? unit - 65_536 : unit}\'3f`
    }).join(''),
  )
}
