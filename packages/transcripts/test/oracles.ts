import { unzipSync } from 'fflate'

/**
 * Naive readers to judge ours by. They share no code and no method with it: bytes are decoded by
 * hand or by Buffer, tables are walked character by character, captions are cut by blank lines.
 */

/** The text of a txt or md file, with LF line ends and no byte order mark. */
export function naiveText(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = isUtf16 ? naiveUtf16(bytes) : bytes.toString('utf8')
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .join('\n')
}

function naiveUtf16(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2)
    text += String.fromCharCode(bytes.readUInt16LE(at))
  return text
}

/** Every line that begins with one of these labels ("D:", at times "D :" or "D::"), up to the next. */
export function naiveTurns(text: string, labels: readonly string[]): [string, string][] {
  const turns: [string, string][] = []
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    const label = labels.find((each) => each === line.slice(0, Math.max(0, colon)).trim())
    const last = turns.at(-1)
    if (label !== undefined) turns.push([label, line.slice(colon).replace(/^:+/, '')])
    else if (last) last[1] += `\n${line}`
  }
  return turns.map(([speaker, words]) => [speaker, words.trim()])
}

/** RFC 4180, one character at a time. */
export function naiveTable(text: string, delimiter: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === delimiter || character === '\n') {
      row.push(cell)
      cell = ''
      if (character === '\n') {
        rows.push(row)
        row = []
      }
    } else cell += character
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows.filter((cells) => cells.some((each) => each.trim() !== ''))
}

/**
 * The words of a caption file: everything that is not header, note, style, number, time or tag.
 * WebVTT also names cues, in the line above the time.
 */
export function naiveCaptions(text: string, hasNames: boolean): string {
  const [head = '', ...rest] = text.split(/\n[ \t]*\n/)
  const blocks = head.startsWith('WEBVTT') ? rest : [head, ...rest]
  const words = blocks
    .filter((block) => !/^\n*(?:NOTE|STYLE)\b/.test(block))
    .map((block) => block.replace(/^\n+/, '').split('\n'))
    .flatMap((lines) =>
      lines.filter((line, index) => !isCaptionMachinery(lines, line, index, hasNames)),
    )
    .map((line) => line.replace(/<[^>]*>/g, ''))
    .filter((line) => line !== '')
  return words.join('\n')
}

function isCaptionMachinery(
  lines: readonly string[],
  line: string,
  index: number,
  hasNames: boolean,
): boolean {
  if (line.includes('-->')) return true
  const first = index === 0
  return first && (/^\d+$/.test(line) || (hasNames && (lines[1]?.includes('-->') ?? false)))
}

/** The labels of a TextGrid in the long form whose labels are one line each, empty ones left out. */
export function naiveTextGrid(text: string): { words: string; from: number; to: number }[] {
  const [, ...intervals] = text.split(/intervals \[\d+\]:/)
  return intervals
    .map((interval) => {
      const [, from = '', to = '', quoted = ''] = interval.split('\n').map(valueOfLine)
      return {
        words: quoted.slice(1, -1).replaceAll('""', '"'),
        from: Number(from),
        to: Number(to),
      }
    })
    .filter(({ words }) => words.trim() !== '')
}

function valueOfLine(line: string): string {
  return line.slice(line.indexOf('=') + 1).trim()
}

/** The paragraphs of an OpenDocument text without notes or changes: its XML with the tags taken out. */
export function naiveOdt(bytes: Buffer): string {
  const xml = Buffer.from(unzipSync(bytes)['content.xml'] ?? []).toString('utf8')
  return [...xml.matchAll(/<text:(?:p|h)\b[^>]*?(?:\/>|>(.*?)<\/text:(?:p|h)>)/gs)]
    .map(([, inside = '']) =>
      inside
        .replace(/<text:s text:c="(\d+)"\/>/g, (_, count: string) => ' '.repeat(Number(count)))
        .replace(/<text:s\/>/g, ' ')
        .replace(/<text:tab\/>/g, '\t')
        .replace(/<text:line-break\/>/g, '\n')
        .replace(/<[^>]*>/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&apos;/g, "'")
        .replace(/&amp;/g, '&'),
    )
    .join('\n')
}

/** The paragraphs of a Rich Text file that LibreOffice wrote, without notes, changes or tables. */
export function naiveRtf(bytes: Buffer): string {
  const file = bytes.toString('latin1')
  const body = file.slice(file.lastIndexOf('\\pgndec'))
  return body
    .replace(/[\r\n]/g, '')
    .replace(/\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|[?])?/g, (_, code: string) =>
      String.fromCharCode((Number(code) + 65_536) % 65_536),
    )
    .replace(/\\par(?![a-z]) ?/g, '\n')
    .replace(/\\tab(?![a-z]) ?/g, '\t')
    .replace(/\\[a-z]+-?\d* ?|[{}]/g, '')
    .replace(/\n$/, '')
}
