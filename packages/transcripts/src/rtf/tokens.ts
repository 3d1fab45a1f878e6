/** A piece of an RTF file. */
export type Token =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** A control word, for instance `\par` or `\b0`. */
  | { readonly kind: 'word'; readonly name: string; readonly value: number | null }
  /** A control symbol other than an escaped byte, for instance `\~`. */
  | { readonly kind: 'symbol'; readonly name: string }
  /** A byte of text in the code page at work, escaped or not. */
  | { readonly kind: 'byte'; readonly byte: number }

const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * The tokens of an RTF file. Line ends are layout, and what follows `\bin` is passed over. Any bytes
 * give tokens; nothing is thrown.
 */
export function* tokensOf(bytes: Uint8Array): Generator<Token> {
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    at++
    if (byte === openBrace) yield { kind: 'open' }
    else if (byte === closeBrace) yield { kind: 'close' }
    else if (byte === backslash) {
      const control = controlAt(bytes, at)
      at = control.end
      if (control.token) yield control.token
    } else if (byte !== 0x0d && byte !== 0x0a && byte !== 0) yield { kind: 'byte', byte }
  }
}

interface Control {
  readonly token: Token | null
  readonly end: number
}

/** What follows a backslash. */
function controlAt(bytes: Uint8Array, at: number): Control {
  const first = bytes[at]
  if (first === undefined) return { token: null, end: at }
  if (isLetter(first)) return wordAt(bytes, at)
  if (first === 0x27) {
    const byte = Number.parseInt(ascii(bytes, at + 1, at + 3), 16)
    return { token: Number.isNaN(byte) ? null : { kind: 'byte', byte }, end: at + 3 }
  }
  if (first === backslash || first === openBrace || first === closeBrace)
    return { token: { kind: 'byte', byte: first }, end: at + 1 }
  return { token: { kind: 'symbol', name: String.fromCharCode(first) }, end: at + 1 }
}

const longestNumber = 10

function wordAt(bytes: Uint8Array, at: number): Control {
  let end = at
  while (isLetter(bytes[end])) end++
  const name = ascii(bytes, at, end)
  const numberFrom = end
  if (bytes[end] === 0x2d && isDigit(bytes[end + 1])) end++
  while (isDigit(bytes[end]) && end - numberFrom <= longestNumber) end++
  const value = end > numberFrom ? Number.parseInt(ascii(bytes, numberFrom, end), 10) : null
  if (bytes[end] === 0x20) end++
  if (name === 'bin') return { token: null, end: end + Math.max(0, value ?? 0) }
  return { token: { kind: 'word', name, value }, end }
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to && at < bytes.length; at++)
    text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}
