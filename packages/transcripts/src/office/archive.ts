/** Whether these bytes are a zip archive, as every office document of today is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

const openDocument = 'mimetypeapplication/vnd.oasis.opendocument.'
// The list of an archive's parts stands at its end.
const listLength = 65_536

/**
 * Whether an archive holds an OpenDocument text. Its first part says so, uncompressed; what was
 * packed without it is known by the names of its parts.
 */
export function isOpenDocument(bytes: Uint8Array): boolean {
  if (!isZip(bytes)) return false
  const first = latin1(bytes.subarray(30, 100))
  if (first.startsWith(openDocument)) return first.startsWith('text', openDocument.length)
  const list = latin1(bytes.subarray(Math.max(0, bytes.length - listLength)))
  return list.includes('content.xml') && !list.includes('[Content_Types].xml')
}

/** Whether an archive holds another OpenDocument file: a spreadsheet, slides, a drawing. */
export function isOtherOpenDocument(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(30, 100)).startsWith(openDocument) && !isOpenDocument(bytes)
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
