/** Control words that are a character. */
export const characters = new Map<string, string>([
  ['tab', '\t'],
  ['line', '\n'],
  ['page', '\n'],
  ['column', '\n'],
  ['emdash', '\u2014'],
  ['endash', '\u2013'],
  ['emspace', '\u2003'],
  ['enspace', '\u2002'],
  ['qmspace', '\u2005'],
  ['bullet', '\u2022'],
  ['lquote', '\u2018'],
  ['rquote', '\u2019'],
  ['ldblquote', '\u201c'],
  ['rdblquote', '\u201d'],
  ['zwj', '\u200d'],
  ['zwnj', '\u200c'],
  ['zwbo', '\u200b'],
  ['zwnbo', '\u2060'],
  ['ltrmark', '\u200e'],
  ['rtlmark', '\u200f'],
])

/** Control symbols that are a character. */
export const symbolCharacters = new Map<string, string>([
  ['~', '\u00a0'],
  ['-', '\u00ad'],
  ['_', '\u2011'],
  ['\t', '\t'],
])

/**
 * Groups that hold no text of the document although they are not marked as such by `\*`: tables,
 * headers and footers, field codes, automatic numbers, marks of an index, the second copy of a
 * drawing or picture.
 */
export const withoutText = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'filetbl',
  'listtable',
  'listoverridetable',
  'revtbl',
  'rsidtbl',
  'info',
  'header',
  'headerl',
  'headerr',
  'headerf',
  'footer',
  'footerl',
  'footerr',
  'footerf',
  'ftnsep',
  'ftnsepc',
  'ftncn',
  'aftnsep',
  'aftnsepc',
  'aftncn',
  'fldinst',
  'datafield',
  'pntext',
  'listtext',
  'pict',
  'nonshppict',
  'shprslt',
  'objdata',
  'objclass',
  'xe',
  'tc',
  'tcn',
  'rxe',
  'txe',
  'nonesttables',
  'bkmkstart',
  'bkmkend',
  'upr',
])

/** Groups marked by `\*` that hold text of the document all the same. */
export const textAllTheSame = new Set([
  'footnote',
  'annotation',
  'atrfstart',
  'atrfend',
  'atnref',
  'ud',
  'shppict',
  'shptxt',
  'dptxbxtext',
])

/** Groups that hold no text but for the text boxes in them. */
export const drawings = new Set(['shpinst', 'do'])
