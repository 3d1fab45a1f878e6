import Paper from 'pdfkit'

/** Words at a place of a page, in points from its upper left corner. */
export interface Printed {
  readonly words: string
  readonly x: number
  readonly y: number
  readonly size?: number
  /** One of the fonts that every reader of PDF has. */
  readonly font?: 'Helvetica' | 'Helvetica-Bold' | 'Times-Roman' | 'Courier'
  /** Degrees, clockwise. */
  readonly turned?: number
}

type Draw = (document: PDFKit.PDFDocument) => void

/** A PDF made by pdfkit, which shares no code with our reader. */
export async function printed(
  draw: Draw,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  const document = new Paper({ size: 'A4', margin: 72, ...options })
  const chunks: Buffer[] = []
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    document.on('error', reject)
  })
  draw(document)
  document.end()
  return whole
}

/** A PDF whose pages hold these words at these places. */
export function placed(
  pages: readonly (readonly Printed[])[],
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  return printed(
    (document) => {
      for (const page of pages) {
        document.addPage()
        for (const { words, x, y, size = 12, font = 'Helvetica', turned = 0 } of page) {
          document.save().rotate(turned, { origin: [x, y] })
          document.font(font).fontSize(size).text(words, x, y, { lineBreak: false })
          document.restore()
        }
      }
    },
    { ...options, autoFirstPage: false, margin: 0 },
  )
}

/** A PDF of flowing paragraphs, broken into lines by pdfkit. */
export function flowing(
  paragraphs: readonly string[],
  text: PDFKit.Mixins.TextOptions = {},
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  return printed((document) => {
    document.font('Times-Roman').fontSize(11)
    document.text(paragraphs.join('\n'), text)
  }, options)
}
