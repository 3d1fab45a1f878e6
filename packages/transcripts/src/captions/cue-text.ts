import { decodeHTMLStrict } from 'entities'

/** A cue's text as a viewer sees it, and who speaks from where (`<v Name>`), in offsets of it. */
export interface CueText {
  readonly text: string
  readonly voices: readonly { readonly at: number; readonly name: string | null }[]
}

// Only what the formats define is markup; a "<" in somebody's words stays.
const tag =
  /<(\/?)(?:(v)(?:\.[^\s<>]*)?(?:[ \t\n]+([^<>]*))?|(?:c|i|b|u|s|ruby|rt|lang|font)(?:[.\s][^<>]*)?|\d+:[\d:.]+)>|\{\\[a-z][^{}\n]*\}/giy
const markupStart = /[<{]/g

/** Takes the tags out and decodes the entities. Unknown tags and entities are kept as words. */
export function cueText(raw: string): CueText {
  const voices: { at: number; name: string | null }[] = []
  let text = ''
  let position = 0
  markupStart.lastIndex = 0
  for (let start = markupStart.exec(raw); start; start = markupStart.exec(raw)) {
    tag.lastIndex = start.index
    const match = tag.exec(raw)
    if (!match) continue
    text += decodeEntities(raw.slice(position, start.index))
    position = tag.lastIndex
    markupStart.lastIndex = position
    if (match[2] !== undefined) {
      const name = decodeEntities(match[3] ?? '').trim()
      voices.push({ at: text.length, name: match[1] === '/' || name === '' ? null : name })
    }
  }
  return { text: text + decodeEntities(raw.slice(position)), voices }
}

/** Entities need their semicolon: "AT&T" and "&copy that" are words. A written carriage return ends a line as well. */
function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text).replace(/\r\n?/g, '\n') : text
}
