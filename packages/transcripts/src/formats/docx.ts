import { acceptedText, noteTexts } from '../docx/accepted-text.ts'
import { boldStyles } from '../docx/bold-styles.ts'
import { documentParts } from '../docx/document-parts.ts'
import type { BinaryFormat } from '../format.ts'
import { isOpenDocument, isZip } from '../office/archive.ts'
import { warningsAbout } from '../office/left-out.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** Word documents: the accepted text, with comments and notes beside it. */
export const docx: BinaryFormat = {
  name: 'docx',
  title: 'Word document',
  kind: 'binary',
  extensions: ['docx', 'docm', 'dotx', 'dotm'],
  recognises: (bytes) => isZip(bytes) && !isOpenDocument(bytes),
  read(bytes, { title }) {
    const parts = documentParts(bytes)
    const { text, found, ...marks } = acceptedText(parts.document, boldStyles(parts.styles), {
      comment: noteTexts(parts.comments),
      footnote: noteTexts(parts.footnotes),
      endnote: noteTexts(parts.endnotes),
    })
    return [labelledText(title, text, marks, warningsAbout(found, marks.notes))]
  },
}
