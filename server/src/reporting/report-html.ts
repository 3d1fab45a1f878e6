import type { QuotePart } from '@throughline/text'
import { Html, html } from '../platform/html/index.ts'
import {
  longDate,
  percent,
  type PrintedQuote,
  type PrintedTheme,
  type ReportDocument,
} from './report-document.ts'

/**
 * The report as one page that needs nothing else: no script, no request, readable in light and dark, made to be printed.
 */
export function reportHtml(report: ReportDocument): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="author" content="${report.authors.join(', ')}" />
        <meta name="color-scheme" content="light dark" />
        <title>${report.title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${report.title}</h1>
            <p class="by">
              ${[report.authors.join(', '), longDate(report.date)].filter(Boolean).join(' · ')}
            </p>
          </header>
          ${
            report.facts.length > 0
              ? html`<dl class="facts">
                  ${report.facts.map(
                    ({ name, value }) =>
                      html`<dt>${name}</dt>
                        <dd>${value}</dd>`,
                  )}
                </dl>`
              : ''
          }
          ${paragraphsOf(report.introduction)} ${report.themes.map(themeSection)} ${voices(report)}
          ${codeList(report)}
          <footer>
            <h2>Notes</h2>
            ${paragraphsOf(report.notes)}
          </footer>
        </main>
      </body>
    </html> `.markup
}

const paragraphsOf = (all: readonly string[], kind = ''): Html[] =>
  all.map((text) => (kind ? html`<p class="${kind}">${text}</p>` : html`<p>${text}</p>`))

function themeSection(theme: PrintedTheme): Html {
  return html`<section>
    <h2>${theme.name}</h2>
    ${paragraphsOf(theme.centralIdea, 'idea')} ${paragraphsOf(theme.definition, 'definition')}
    ${paragraphsOf(theme.text)} ${theme.quotes.map(quoteFigure)}
  </section> `
}

function quoteFigure({ lines, attribution }: PrintedQuote): Html {
  return html`<figure>
    <blockquote>${lines.map((line) => html`<p>${line.map(quotePart)}</p>`)}</blockquote>
    <figcaption>${attribution}</figcaption>
  </figure> `
}

function quotePart({ kind, text }: QuotePart): Html {
  return kind === 'source' ? html`${text}` : html`<span class="mark">${text}</span>`
}

function voices(report: ReportDocument): Html {
  return html`<section>
    <h2>Who is quoted</h2>
    <p>${report.voicesSentence}</p>
    ${
      report.voices.length > 0
        ? html`<div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">Participant</th>
                  <th scope="col">Site</th>
                  <th scope="col">Year</th>
                  <th scope="col" class="n">Quotations</th>
                  <th scope="col" class="n">Share</th>
                </tr>
              </thead>
              <tbody>
                ${report.voices.map(
                  ({ label, site, year, quotes, share }) =>
                    html`<tr>
                      <th scope="row">${label}</th>
                      <td>${site ?? '–'}</td>
                      <td>${year ?? '–'}</td>
                      <td class="n">${quotes}</td>
                      <td class="n">${percent(share)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
        : ''
    }
  </section> `
}

function codeList(report: ReportDocument): Html {
  if (report.codes.length === 0) return html``
  return html`<section>
    <h2>Appendix: the code list</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Definition</th>
            <th scope="col">When to use</th>
            <th scope="col">When not to use</th>
            <th scope="col">Example</th>
          </tr>
        </thead>
        <tbody>
          ${report.codes.map(
            (code) =>
              html`<tr>
                <th scope="row" class="depth-${Math.min(code.depth, 5)}">${code.name}</th>
                ${[code.definition, code.whenToUse, code.whenNotToUse, code.example].map((text) => html`<td>${text}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section> `
}

const style = `
:root { --paper: #fcfbf8; --ink: #1f2328; --soft: #5d636b; --line: #dedad2; --accent: #17607a }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --ink: #e9e6e0; --soft: #a9adb3; --line: #363a40; --accent: #7cc3dc } }
@media print { :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 "Source Serif 4", Charter, Georgia, "Times New Roman", serif }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem 5rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.375rem; line-height: 1.3; margin: 2.75rem 0 .5rem; overflow-wrap: anywhere }
h1, h2 { text-wrap: balance; break-after: avoid }
p { margin: .6rem 0; overflow-wrap: anywhere }
.by, .facts, figcaption, table { font-family: Inter, system-ui, "Segoe UI", sans-serif }
.by { color: var(--soft); font-size: .875rem }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .875rem; margin: 1.5rem 0; border-block: 1px solid var(--line); padding: .75rem 0 }
.facts dt { color: var(--soft) } .facts dd { margin: 0; overflow-wrap: anywhere }
.idea { font-style: italic; font-size: 1.125rem } .definition { color: var(--soft) }
figure { margin: 1.25rem 0; padding-left: 1.1rem; border-left: 3px solid var(--accent); break-inside: avoid }
blockquote { margin: 0 } blockquote p { margin: 0 0 .25rem }
figcaption { color: var(--soft); font-size: .8125rem }
.mark { color: var(--soft) }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .8125rem; line-height: 1.45; margin: .75rem 0 }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); min-width: 5rem; overflow-wrap: break-word; white-space: pre-line }
thead th { color: var(--soft); font-weight: 600 } thead { display: table-header-group } tr { break-inside: avoid }
.n { text-align: right; font-variant-numeric: tabular-nums }
.depth-1 { padding-left: 1rem } .depth-2 { padding-left: 2rem } .depth-3 { padding-left: 3rem } .depth-4 { padding-left: 4rem } .depth-5 { padding-left: 5rem }
tbody th { font-weight: 600 }
footer { color: var(--soft); font-size: .875rem }
@page { margin: 22mm 20mm }
@media print { main { max-width: none; padding: 0 } body { font-size: 11pt } .wide { overflow: visible } }
`
