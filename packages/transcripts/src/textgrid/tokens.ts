/** What counts in a Praat text file; everything else in it is for people to read. */
export type Token = number | string

/**
 * The numbers and quoted strings of a Praat text file, in order. Long and short text form differ
 * only in the words between them: Praat ignores whatever is not free-standing, and so do we.
 * Source: Praat manual, "TextGrid file formats". Flags (`<exists>`) are skipped; within a string
 * a doubled quotation mark is one. A string that is never closed ends with the file.
 */
export function* tokensOf(text: string): Generator<Token> {
  const word = /[^\s"]\S*/y
  let at = 0
  while (at < text.length) {
    if (text[at] === '"') {
      const end = endOfString(text, at + 1)
      yield text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
      continue
    }
    word.lastIndex = at
    const run = word.exec(text)?.[0]
    if (run === undefined) at++
    else if (run.startsWith('!')) at = endOfLine(text, at)
    else {
      // Praat takes "0.5s" as a number too.
      const number = /^[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?/.exec(run)?.[0]
      if (number !== undefined) yield Number(number)
      at += run.length
    }
  }
}

function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at < 0 ? text.length : at
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}
