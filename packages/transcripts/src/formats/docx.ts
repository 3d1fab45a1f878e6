import { normaliseText } from '@throughline/text'
import { acceptedText, type AcceptedText, type LeftOut } from '../docx/accepted-text.ts'
import { boldStyles } from '../docx/bold-styles.ts'
import { inflateParts } from '../docx/parts.ts'
import { readXml } from '../docx/xml.ts'
import type { BinaryFormat } from '../format.ts'
import { UnreadableFile } from '../result.ts'
import type { Warning } from '../transcript.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** Word documents: the accepted text. Notes, comments, pictures and headers are left out. */
export const docx: BinaryFormat = {
  name: 'docx',
  title: 'Word document',
  kind: 'binary',
  extensions: ['docx', 'docm'],
  recognises: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  read(bytes, { title }) {
    const parts = documentParts(bytes)
    const accepted = acceptedText(parts.document, boldStyles(parts.styles))
    return [
      labelledText(
        title,
        normaliseText(accepted.text),
        { bold: accepted.bold },
        warningsOf(accepted),
      ),
    ]
  },
}

interface DocumentParts {
  readonly document: Uint8Array
  readonly styles: Uint8Array | undefined
}

function documentParts(bytes: Uint8Array): DocumentParts {
  const usual = inflateParts(
    bytes,
    (name) => name === '_rels/.rels' || name === 'word/document.xml' || name === 'word/styles.xml',
  )
  const path = mainPart(usual.get('_rels/.rels')) ?? 'word/document.xml'
  const styles = usual.get('word/styles.xml')
  const document = usual.get(path) ?? inflateParts(bytes, (name) => name === path).get(path)
  if (!document) {
    throw new UnreadableFile(
      'damaged',
      'This is not a Word document, or a damaged one: it holds no text. Save it again as .docx and import that.',
    )
  }
  return { document, styles }
}

/** Where the package says its main document is. */
function mainPart(relationships: Uint8Array | undefined): string | null {
  if (!relationships) return null
  let path: string | null = null
  readXml(relationships, {
    open(name, attribute) {
      if (!name.endsWith(':Relationship')) return
      if (attribute('Type')?.endsWith('/officeDocument')) path = attribute('Target') ?? null
    },
    close() {},
    text() {},
  })
  return pathWithoutSlash(path)
}

function pathWithoutSlash(path: string | null): string | null {
  return path?.replace(/^\//, '') ?? null
}

const leftOutNames: Record<LeftOut, (count: number) => string> = {
  footnotes: (count) => (count === 1 ? '1 footnote or endnote' : `${count} footnotes or endnotes`),
  comments: (count) => (count === 1 ? '1 comment' : `${count} comments`),
  pictures: (count) => (count === 1 ? '1 picture' : `${count} pictures`),
  symbols: (count) => (count === 1 ? '1 symbol' : `${count} symbols`),
}

function warningsOf({ leftOut, hasHiddenText }: AcceptedText): Warning[] {
  const warnings: Warning[] = []
  for (const kind of ['footnotes', 'comments', 'pictures'] as const) {
    if (leftOut[kind] === 0) continue
    const message = `${leftOutNames[kind](leftOut[kind])} of the document ${leftOut[kind] === 1 ? 'is' : 'are'} not part of the text.`
    warnings.push({ code: 'left-out', message })
  }
  if (leftOut.symbols > 0) {
    const message = `${leftOutNames.symbols(leftOut.symbols)} of an unknown font ${leftOut.symbols === 1 ? 'is' : 'are'} shown as �.`
    warnings.push({ code: 'left-out', message })
  }
  if (hasHiddenText) {
    const message =
      'The document holds hidden text. It is part of the imported text: look whether it should be.'
    warnings.push({ code: 'hidden-text', message })
  }
  return warnings
}
