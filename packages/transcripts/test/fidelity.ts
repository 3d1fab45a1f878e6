import { expect } from 'vitest'

interface Count {
  files: number
  wholeFiles: number
  characters: number
  rightCharacters: number
}

/** Counts, format by format, how many files and how many of their characters were read right. */
export class Fidelity {
  readonly #counts = new Map<string, Count>()

  /** Counts one text against what it should be; the test goes on, and fails at its end if it differs. */
  compare(format: string, path: string, read: string, expected: string): void {
    const count = this.#counts.get(format) ?? {
      files: 0,
      wholeFiles: 0,
      characters: 0,
      rightCharacters: 0,
    }
    const right = read === expected
    count.files += 1
    count.wholeFiles += Number(right)
    count.characters += expected.length
    count.rightCharacters += right ? expected.length : alike(read, expected)
    this.#counts.set(format, count)
    expect.soft(read, path).toBe(expected)
  }

  /** One line a format. */
  report(title: string): string {
    const lines = Array.from(this.#counts, ([format, count]) => {
      const { files, wholeFiles, characters, rightCharacters } = count
      const number = (value: number) => value.toLocaleString('en')
      const share = ((rightCharacters / Math.max(1, characters)) * 100).toFixed(3)
      return `  ${format.padEnd(10)} ${number(files).padStart(5)} files, ${number(wholeFiles)} right; ${number(characters)} characters compared, ${number(rightCharacters)} right (${share} %)`
    })
    return [title, ...lines].join('\n')
  }
}

/** The characters that agree from the start and from the end. */
function alike(read: string, expected: string): number {
  const shorter = Math.min(read.length, expected.length)
  let start = 0
  while (start < shorter && read[start] === expected[start]) start++
  let end = 0
  while (end < shorter - start && read.at(-1 - end) === expected.at(-1 - end)) end++
  return start + end
}
