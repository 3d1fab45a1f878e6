import { readCaptions } from '../captions/read-captions.ts'
import type { TextFormat } from '../format.ts'

/** SubRip captions. Their numbers and formatting tags are dropped. */
export const srt: TextFormat = {
  name: 'srt',
  title: 'SubRip captions (SRT)',
  kind: 'text',
  extensions: ['srt'],
  recognises: (text) => /^\s*\d+[ \t]*\n\s*[\d:]+[.,]\d+[ \t]*-->/.test(text.slice(0, 200)),
  read: (text, { title }) => [readCaptions(text, 'srt', title)],
}
