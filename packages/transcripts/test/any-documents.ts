import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

/** Office documents that no word processor would write, to see that readers bear them. */

const mainParts = { docx: 'word/document.xml', odt: 'content.xml' }
const extension = fc.constantFrom('docx' as const, 'odt' as const)

/** A real document whose main part was changed, though the archive around it is whole. */
export const spoiltInside = fc
  .record({
    extension,
    cuts: fc.array(fc.tuple(fc.nat(20_000), fc.nat(60)), { maxLength: 4 }),
    copied: fc.tuple(fc.nat(20_000), fc.nat(2_000), fc.nat(20_000)),
  })
  .map(({ extension: which, cuts, copied: [from, length, to] }) => {
    const path = new URL(`fixtures/office/changes.${which}`, import.meta.url)
    const parts = unzipSync(readFileSync(path))
    const whole = strFromU8(parts[mainParts[which]] ?? new Uint8Array())
    const grown = whole.slice(0, to) + whole.slice(from, from + length) + whole.slice(to)
    const cut = cuts.reduce((xml, [at, size]) => xml.slice(0, at) + xml.slice(at + size), grown)
    return zipSync({ ...parts, [mainParts[which]]: strToU8(cut) })
  })

const elements = {
  docx: 'p r t tbl tr tc pPr rPr trPr tcPr del moveFrom ins b vanish cellDel numPr commentRangeStart commentRangeEnd commentReference footnoteReference br tab sym txbxContent sdt'
    .split(' ')
    .map((name) => `w:${name}`),
  odt: 'text:p text:h text:span text:s text:tab text:note text:note-body text:list text:list-item text:tracked-changes office:annotation office:annotation-end table:table table:table-row table:table-cell draw:frame draw:text-box style:style style:text-properties'.split(
    ' ',
  ),
}
const attributes = {
  docx: 'w:id="0" w:val="1" w:char="F04A" w:font="Wingdings"',
  odt: 'office:name="c" text:c="2" style:name="T" text:style-name="T" style:family="text"',
}

function treeOf(which: 'docx' | 'odt'): fc.Arbitrary<string> {
  return fc.letrec<{ node: string; element: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('words ', ' ', 'Anna', '[00:12]', '👩‍👩‍👧‍👦', '\n'),
      tie('element'),
    ),
    element: fc
      .tuple(fc.constantFrom(...elements[which]), fc.array(tie('node'), { maxLength: 4 }))
      .map(([name, inside]) => `<${name} ${attributes[which]}>${inside.join('')}</${name}>`),
  })).element
}

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
  ...['office', 'text', 'table', 'style'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  ),
].join(' ')
const comments = `<w:comments ${namespaces}><w:comment w:id="0"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:comment></w:comments>`

/** Elements of Word or OpenDocument in any order and depth, well formed. */
export const nestedElements = extension
  .chain((which) => fc.array(treeOf(which), { maxLength: 4 }).map((trees) => ({ which, trees })))
  .map(({ which, trees }) => {
    const xml = strToU8(`<root ${namespaces}>${trees.join('')}</root>`)
    return zipSync(
      which === 'odt'
        ? { 'content.xml': xml }
        : { 'word/document.xml': xml, 'word/comments.xml': strToU8(comments) },
    )
  })

/** Rich Text made of what its reader looks for, in any order. */
export const richText = fc
  .array(
    fc.constantFrom(
      ...String.raw`{ } {\* \par \cell \row \trowd \intbl \pard \itap2 \nestcell \b \b0 \v \deleted \mvf \plain \uc0 \uc2 \u233 \u-10179 \u56898? \'93 \'fa \' \f0 \f1 \ansicpg932 \ansicpg0 \bin3 \bin99999999 \footnote \ftnalt \annotation \atrfstart \atrfend \atnref \shptxt \shpinst \upr \ud \field \fldinst \fldrslt \pict \listtext \sect \tab \~ \- \_ \\ words 1 Anna:`.split(
        ' ',
      ),
      String.raw`{\fonttbl{\f0\fcharset128 A;}{\f1\fcharset2 Wingdings;}}`,
      ' ',
      '\n',
      '\\',
    ),
    { maxLength: 60 },
  )
  .map((pieces) => strToU8(`{\\rtf1${pieces.join('')}`, true))
