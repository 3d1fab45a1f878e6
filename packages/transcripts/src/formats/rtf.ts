import type { BinaryFormat } from '../format.ts'
import { warningsAbout } from '../office/left-out.ts'
import { acceptedText, type AcceptedText } from '../rtf/accepted-text.ts'
import type { Warning } from '../transcript.ts'
import { labelledText } from '../turns/labelled-text.ts'

const signature = [0x7b, 0x5c, 0x72, 0x74, 0x66]

/** Rich Text files: the accepted text, with comments and notes beside it. */
export const rtf: BinaryFormat = {
  name: 'rtf',
  title: 'Rich Text file',
  kind: 'binary',
  extensions: ['rtf'],
  recognises: (bytes) => signature.every((byte, index) => bytes[index] === byte),
  read(bytes, { title }) {
    const accepted = acceptedText(bytes)
    const { text, bold, tables, notes, found } = accepted
    const warnings = [...warningsOf(accepted), ...warningsAbout(found, notes)]
    return [labelledText(title, text, { bold, tables, notes }, warnings)]
  },
}

function warningsOf({ isCutOff, unknownCodePages, text }: AcceptedText): Warning[] {
  const warnings: Warning[] = []
  if (isCutOff) {
    const message =
      'The file ends before its text does: it was not saved completely. Look whether its end is missing.'
    warnings.push({ code: 'cut-off', message, at: text.length })
  }
  if (unknownCodePages.size > 0) {
    const message = `Some characters are in a code page that is not known here (${[...unknownCodePages].join(', ')}); they were read as Windows-1252. Check accents, or save the document as .docx and import that.`
    warnings.push({ code: 'encoding-guessed', message })
  }
  return warnings
}
