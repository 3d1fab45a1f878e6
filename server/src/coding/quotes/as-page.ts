import { fileName } from '../../platform/documents/index.ts'
import type { SentFile } from '../../platform/http/endpoints.ts'
import { Html, html } from '../../platform/html/index.ts'
import type { TakenAway } from './taken-away.ts'

/** Quotes as one page that needs nothing else: no script, no request, readable in light and dark. */
export function quotesAsPage({ title, summary, groups }: TakenAway): SentFile {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${summary}</p>
          ${groups.map(
            ({ name, quotes }) =>
              html`<section>
                ${name === null ? '' : html`<h2>${name}</h2>`}
                ${quotes.map(
                  ({ text, attribution }) =>
                    html`<figure>
                      <blockquote dir="auto">${text}</blockquote>
                      <figcaption>${attribution}</figcaption>
                    </figure>`,
                )}
              </section>`,
          )}
        </main>
      </body>
    </html>`
  return {
    name: `${fileName(title, 'quotes')}.html`,
    mediaType: 'text/html; charset=utf-8',
    content: page.markup,
  }
}

const style = `
  body { margin: 0; font: 1rem/1.55 Georgia, serif; }
  main { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1, h2 { line-height: 1.25; }
  figure { margin: 1.25rem 0; }
  blockquote { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
  figcaption { margin-top: 0.25rem; font: 0.85rem/1.4 system-ui, sans-serif; opacity: 0.75; }
`
