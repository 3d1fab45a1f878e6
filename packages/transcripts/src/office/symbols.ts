import { codePoint } from 'dingbat-to-unicode'

/** The character that a symbol font shows for this code, for instance the smiley that Word makes of ":)"; or null. */
export function symbolOf(font: string, code: number): string | null {
  return (codePoint(font, code) ?? codePoint(font, code - 0xf000))?.string ?? null
}

/** Words in which the codes of a symbol font (U+F020 to U+F0FF) are the characters that it shows. */
export function withSymbols(words: string, font: string): string {
  return words.replace(
    /[\uf020-\uf0ff]/g,
    (character) => symbolOf(font, character.charCodeAt(0)) ?? character,
  )
}
