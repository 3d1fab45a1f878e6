import type { BinaryFormat } from '../format.ts'
import { acceptedText } from '../odt/accepted-text.ts'
import { isOpenDocument, isZip } from '../office/archive.ts'
import { warningsAbout } from '../office/left-out.ts'
import { inflateParts } from '../office/parts.ts'
import { UnreadableFile } from '../result.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** OpenDocument texts: the accepted text, with comments and notes beside it. */
export const odt: BinaryFormat = {
  name: 'odt',
  title: 'OpenDocument text',
  kind: 'binary',
  extensions: ['odt', 'ott', 'fodt'],
  recognises: (bytes) => isOpenDocument(bytes) || isFlat(bytes),
  read(bytes, { title }) {
    const { content, styles } = isZip(bytes) ? documentParts(bytes) : { content: bytes }
    const { text, found, ...marks } = acceptedText(content, styles)
    return [labelledText(title, text, marks, warningsAbout(found, marks.notes))]
  },
}

/** A document in one XML file, as LibreOffice writes it on request. */
function isFlat(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 8000))
  return (
    /^\ufeff?\s*<(?:\?xml|office:document)/.test(start) &&
    start.includes('<office:document') &&
    start.includes('application/vnd.oasis.opendocument.text')
  )
}

function documentParts(bytes: Uint8Array): {
  content: Uint8Array
  styles?: Uint8Array | undefined
} {
  const parts = inflateParts(bytes, (name) =>
    ['content.xml', 'styles.xml', 'META-INF/manifest.xml', 'encrypted-package'].includes(name),
  )
  const manifest = new TextDecoder().decode(parts.get('META-INF/manifest.xml'))
  if (/[:<]encryption-data[\s/>]/.test(manifest) || parts.has('encrypted-package')) {
    throw new UnreadableFile(
      'protected',
      'This document is protected by a password. Open it, save it without a password, and import that.',
    )
  }
  const content = parts.get('content.xml')
  if (!content) {
    throw new UnreadableFile(
      'damaged',
      'This is not an OpenDocument text, or a damaged one: it holds no text. Save it again as .odt and import that.',
    )
  }
  return { content, styles: parts.get('styles.xml') }
}
