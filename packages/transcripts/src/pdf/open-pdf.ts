import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { UnreadableFile } from '../result.ts'

/**
 * Opens a PDF with pdf.js, which is loaded when the first one is read. It runs in this thread, draws nothing, evaluates
 * no code of the file and asks no network: tables of Chinese, Japanese and Korean characters come from its package.
 * The caller destroys the document. Throws UnreadableFile.
 */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  if (!endsAsPdf(bytes)) throw cutOff()
  const { getDocument, VerbosityLevel } = await import('unpdf/pdfjs')
  const loading = getDocument({
    // It takes the bytes away from whoever gives them.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    cMapPacked: true,
    cMapUrl: dataFolder('cmaps'),
    standardFontDataUrl: dataFolder('standard_fonts'),
  })
  try {
    return await loading.promise
  } catch (error) {
    await loading.destroy()
    throw refusal(error)
  }
}

// Readers of PDF forgive some kilobytes behind the mark of its end; a file that was cut off has none.
const endSearched = 4096

function endsAsPdf(bytes: Uint8Array): boolean {
  const end = new TextDecoder('latin1').decode(bytes.subarray(-endSearched))
  return end.includes('%%EOF')
}

/** The path of a folder of data in pdf.js's package, as a path of the file system. */
function dataFolder(name: string): string {
  const { pathname } = new URL(`${name}/`, import.meta.resolve('pdfjs-dist/package.json'))
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, '')
}

function refusal(error: unknown): UnreadableFile {
  if (error instanceof Error && error.name === 'PasswordException') {
    return new UnreadableFile(
      'protected',
      'This PDF is protected by a password. Open it with the password, save or print it as a PDF without one, and import that.',
    )
  }
  return damaged()
}

/** The error for a PDF whose parts do not fit together. */
export function damaged(): UnreadableFile {
  return new UnreadableFile(
    'damaged',
    'This PDF is damaged. Save it again in the program that made it, or print it as a PDF, and import that.',
  )
}

function cutOff(): UnreadableFile {
  return new UnreadableFile(
    'damaged',
    'This PDF ends in the middle: it was not saved, sent or copied completely. Get it once more and import that.',
  )
}
