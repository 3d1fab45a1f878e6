import { codePageOfCharset } from './code-pages.ts'

/** A font as the font table names it; the code page is null where it is the document's. */
export interface Font {
  readonly name: string
  readonly codePage: number | null
  /** Its codes are signs of its own, not letters. */
  readonly isSymbol: boolean
}

const unknown: Font = { name: '', codePage: null, isSymbol: false }

/** The fonts of a document by their numbers, as the font table is read. */
export class Fonts {
  readonly #fonts = new Map<number, Font>()
  #number = 0

  get(number: number): Font {
    return this.#fonts.get(number) ?? unknown
  }

  /** A control word within the font table. */
  readWord(name: string, value: number): void {
    if (name === 'f') this.#number = value
    if (name === 'fcharset')
      this.#set({ codePage: codePageOfCharset(value), isSymbol: value === 2 })
    if (name === 'cpg') this.#set({ codePage: value })
  }

  /** A character within the font table: the name goes up to a semicolon. */
  readByte(byte: number): void {
    const character = String.fromCharCode(byte)
    if (character !== ';') this.#set({ name: this.get(this.#number).name + character })
  }

  #set(change: Partial<Font>): void {
    this.#fonts.set(this.#number, { ...this.get(this.#number), ...change })
  }
}
