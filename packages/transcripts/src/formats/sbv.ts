import { readCaptions } from '../captions/read-captions.ts'
import type { TextFormat } from '../format.ts'

/** YouTube's captions: a line of two times with a comma between them, and the words below it. */
export const sbv: TextFormat = {
  name: 'sbv',
  title: 'YouTube captions (SBV)',
  kind: 'text',
  extensions: ['sbv'],
  recognises: (text) => /^\s*\d+:\d{2}:\d{2}\.\d{3},\d+:\d{2}:\d{2}\.\d{3}[ \t]*\n/.test(text),
  read: (text, { title }) => [readCaptions(text, 'sbv', title)],
}
