import type { TextFormat } from '../format.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** Plain text, verbatim. */
export const txt: TextFormat = {
  name: 'txt',
  title: 'Plain text',
  kind: 'text',
  extensions: ['txt', 'text'],
  recognises: () => false,
  read: (text, { title }) => [labelledText(title, text)],
}
