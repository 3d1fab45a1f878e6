/** HTML that is ready to be put in; the only way to make it is the tag below, which escapes all else. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

export type Content = string | number | Html | readonly Content[]

/** Puts contents into HTML: text is escaped, HTML is not. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(
    strings
      .map((piece, at) => piece + (at < contents.length ? markupOf(contents[at] ?? '') : ''))
      .join(''),
  )
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup
  if (typeof content === 'object') return content.map(markupOf).join('')
  return String(content).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
