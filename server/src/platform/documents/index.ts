export { writtenApart } from './apart.ts'

/** A title as a file name that every system takes, at most 80 characters; `otherwise` where nothing of it is left. */
export function fileName(title: string, otherwise: string): string {
  const kept = title
    .replaceAll(/[^\p{L}\p{N} .,()-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
    .slice(0, 80)
    .trim()
    .toWellFormed()
  return kept || otherwise
}

/** Without the characters that XML cannot hold; they are invisible and a document with them does not open. */
export function withoutUnwritable(words: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that must not pass
  return words.toWellFormed().replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
}
