/** Windows' numbers of code pages → what TextDecoder calls them. */
const decoders = new Map<number, string>([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [10000, 'macintosh'],
  [10001, 'shift_jis'],
  [10002, 'big5'],
  [10003, 'euc-kr'],
  [10007, 'x-mac-cyrillic'],
  [10008, 'gbk'],
  [20866, 'koi8-r'],
  [20932, 'euc-jp'],
  [21866, 'koi8-u'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
  [65001, 'utf-8'],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map(windows),
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map(iso),
])

function windows(number: number): [number, string] {
  return [number, `windows-${number}`]
}

function iso(part: number): [number, string] {
  return [28590 + part, `iso-8859-${part}`]
}

// The upper half of the code pages of DOS, which TextDecoder does not know. From Unicode's tables
// (MAPPINGS/VENDORS/MICSFT/PC), by way of Python's codecs.
const upperHalves = new Map<number, string>([
  [
    437,
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
      'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
      '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
      'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    850,
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ' +
      'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
      '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
      'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
])

/** The code page of RTF's `\fcharset`: the numbers of Windows' character sets. */
const charsets = new Map<number, number>([
  [0, 1252],
  [77, 10000],
  [78, 10001],
  [79, 10003],
  [80, 10008],
  [81, 10002],
  [89, 10007],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
  [254, 437],
  [255, 850],
])

/** The code page of a font's character set; null where it leaves that to the document. */
export function codePageOfCharset(charset: number): number | null {
  return charsets.get(charset) ?? null
}

/** Whether bytes of this code page can be read. */
export function isKnownCodePage(codePage: number): boolean {
  return decoders.has(codePage) || upperHalves.has(codePage)
}

const made = new Map<number, InstanceType<typeof TextDecoder>>()

/** The characters of these bytes; what the code page does not hold becomes �. An unknown one is read as 1252. */
export function decodeCodePage(bytes: readonly number[], codePage: number): string {
  const upper = upperHalves.get(codePage)
  if (upper !== undefined)
    return bytes
      .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : (upper[byte - 0x80] ?? '\ufffd')))
      .join('')
  let decoder = made.get(codePage)
  if (!decoder) {
    decoder = new TextDecoder(decoders.get(codePage) ?? 'windows-1252', { ignoreBOM: true })
    made.set(codePage, decoder)
  }
  return decoder.decode(Uint8Array.from(bytes))
}
