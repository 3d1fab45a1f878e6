/** A field of a pattern, in braces: {site}. */
const field = /\{([^{}]+)\}/g

/** The names of the fields of a pattern, in order. */
export function fieldsOf(pattern: string): string[] {
  return [...pattern.matchAll(field)].map(([, name = '']) => name.trim())
}

/** Why a pattern cannot be used; null when it can. */
export function refusePattern(pattern: string): 'no-field' | 'twice' | 'touching' | null {
  const names = fieldsOf(pattern)
  if (names.length === 0 || names.includes('')) return 'no-field'
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) return 'twice'
  return pattern.includes('}{') ? 'touching' : null
}

/**
 * What the fields of a pattern hold in a text that it fits from end to end, by name; null where it does not. Between
 * two fields stand the characters of the pattern; a white space stands for any. Each field takes as little as it can.
 */
export function valuesIn(pattern: string, text: string): ReadonlyMap<string, string> | null {
  const names = fieldsOf(pattern)
  const parts = pattern.split(/\{[^{}]+\}/)
  const source = parts
    .map((part, index) => literal(part) + (index < names.length ? '(.+?)' : ''))
    .join('')
  const found = new RegExp(`^\\s*${source}\\s*$`, 'iu').exec(text)
  if (!found) return null
  return new Map(names.map((name, index) => [name, (found[index + 1] ?? '').trim()]))
}

function literal(part: string): string {
  return part
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll('-', '\\x2d')
    .replaceAll(/\s+/g, '\\s+')
}

/** Rows as CSV (RFC 4180). */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n')
}
