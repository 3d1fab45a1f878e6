import { readCaptions } from '../captions/read-captions.ts'
import type { TextFormat } from '../format.ts'

/** WebVTT captions. Notes, styles, regions, identifiers and cue settings are dropped. */
export const vtt: TextFormat = {
  name: 'vtt',
  title: 'WebVTT captions',
  kind: 'text',
  extensions: ['vtt'],
  recognises: (text) => /^WEBVTT(?:[ \t\n]|$)/.test(text),
  read: (text, { title }) => [readCaptions(text, 'vtt', title)],
}
