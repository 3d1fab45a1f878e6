/** What interface and transcripts are set in, as `design/tokens.css` has it. */
const fonts = [
  "1rem 'Inter Variable'",
  "1rem 'Source Serif 4 Variable'",
  "italic 1rem 'Source Serif 4 Variable'",
]

/**
 * Waits until words can be drawn in their own letters, so that no line wraps in another way after it is shown. Goes on
 * without them after `patience` milliseconds: words in other letters are better than none.
 */
export async function fontsCome(patience: number): Promise<void> {
  await Promise.race([
    Promise.allSettled(fonts.map((font) => document.fonts.load(font))),
    new Promise((resolve) => setTimeout(resolve, patience)),
  ])
}
