const wordCharacter = /[\p{L}\p{N}\p{M}'’]/u

/** Whether an offset stands within a word, so that a space there would break the word in two. */
export function withinWord(text: string, offset: number): boolean {
  return (
    wordCharacter.test(characterBefore(text, offset)) &&
    wordCharacter.test(characterAfter(text, offset))
  )
}

/** The character (code point) that ends at this offset, or '' at the start. */
export function characterBefore(text: string, offset: number): string {
  return Array.from(text.slice(Math.max(0, offset - 2), offset)).at(-1) ?? ''
}

/** The character (code point) that starts at this offset, or '' at the end. */
export function characterAfter(text: string, offset: number): string {
  return Array.from(text.slice(offset, offset + 2))[0] ?? ''
}
