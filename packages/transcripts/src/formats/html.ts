import type { TextFormat } from '../format.ts'
import { pageText, type PageText } from '../html/page-text.ts'
import type { Warning } from '../transcript.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** Web pages: the words that a browser shows. Scripts, styles and what is hidden are dropped. */
export const html: TextFormat = {
  name: 'html',
  title: 'Web page',
  kind: 'text',
  extensions: ['html', 'htm', 'xhtml'],
  recognises: (text) =>
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html)[\s>]/i.test(
      text.slice(0, 2000),
    ),
  read(text, { title }) {
    const page = pageText(text)
    return [labelledText(title, page.text, { tables: page.tables }, warningsOf(page))]
  },
}

function warningsOf({ hidesWords, pictures }: PageText): Warning[] {
  const warnings: Warning[] = []
  if (hidesWords) {
    warnings.push({
      code: 'left-out',
      message:
        'The page hides some of its words from its readers. They are not part of the text: look whether any are missing.',
    })
  }
  if (pictures > 0) {
    const message =
      pictures === 1
        ? '1 picture or recording of the page is not part of the text.'
        : `${pictures} pictures or recordings of the page are not part of the text.`
    warnings.push({ code: 'left-out', message })
  }
  return warnings
}
