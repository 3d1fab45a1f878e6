/**
 * The text as Throughline keeps it: line ends (CRLF and lone CR) become LF, a byte order mark at
 * the start goes, and nothing else changes. Unicode is not composed or decomposed: the source's
 * own characters are the evidence.
 */
export function normaliseText(raw: string): string {
  const withoutMark = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw
  return withoutMark.replace(/\r\n?/g, '\n')
}
