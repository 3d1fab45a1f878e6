import type { Code, Quote } from '@throughline/contract/coding'
import type { SentFile } from '../platform/http/endpoints.ts'
import { Html, html } from '../platform/html/index.ts'
import { attribution } from './quotes-document.ts'
import { codeNames } from './rules.ts'

/** Quotes as one page that needs nothing else: no script, no request, readable in light and dark. */
export function quotesPage({
  quotes,
  codes,
  people,
  withheld,
}: {
  quotes: readonly Quote[]
  codes: readonly Code[]
  people: ReadonlyMap<string, string>
  withheld: number
}): SentFile {
  const name = codeNames(codes)
  const groups = [...Map.groupBy(quotes, ({ code }) => code)]
  const speakers = new Set(quotes.map(({ participant }) => participant?.id)).size
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
        <title>Quotes</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>Quotes</h1>
          <p>
            ${quotes.length} quotes from ${speakers} people.
            ${withheld > 0 ? `${withheld} more are left out: no consent to be quoted is recorded.` : ''}
          </p>
          ${groups.map(
            ([code, own]) =>
              html`<section>
                <h2>${name(code)}</h2>
                ${own.map(
                  (quote) =>
                    html`<figure>
                      <blockquote dir="auto">${quote.text}</blockquote>
                      <figcaption>${attribution(quote, people)}</figcaption>
                    </figure>`,
                )}
              </section>`,
          )}
        </main>
      </body>
    </html>`
  return { name: 'quotes.html', mediaType: 'text/html; charset=utf-8', content: page.markup }
}

const style = `
  body { margin: 0; font: 1rem/1.55 Georgia, serif; }
  main { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1, h2 { line-height: 1.25; }
  figure { margin: 1.25rem 0; }
  blockquote { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
  figcaption { margin-top: 0.25rem; font: 0.85rem/1.4 system-ui, sans-serif; opacity: 0.75; }
`
