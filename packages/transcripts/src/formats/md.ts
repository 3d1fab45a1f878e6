import type { TextFormat } from '../format.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** Markdown, verbatim: its signs stay in the text, and around a name they are part of the label. */
export const md: TextFormat = {
  name: 'md',
  title: 'Markdown',
  kind: 'text',
  extensions: ['md', 'markdown'],
  recognises: () => false,
  read: (text, { title }) => [labelledText(title, text, { markdown: true })],
}
