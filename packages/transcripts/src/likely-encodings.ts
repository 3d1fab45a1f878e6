/** Enough letters to know a language by; more would only take time. */
const lookedAt = 64 * 1024
/** What stands before the first letter in doubt tells the language too. */
const lookedAtBefore = 2 * 1024
/** Fewer bytes beyond ASCII are like too many languages. */
const leastEvidence = 10

/**
 * The encodings that these bytes look like by how often letters follow each other in some hundred languages, the
 * likeliest first, by their names in the WHATWG standard; none where there is too little to go by. `doubtful` is
 * where the first byte beyond ASCII stands.
 */
export async function likelyEncodings(
  bytes: Uint8Array,
  doubtful: number,
): Promise<readonly string[]> {
  const from = Math.max(0, doubtful - lookedAtBefore)
  const looked = bytes.subarray(from, from + lookedAt)
  if (looked.filter((byte) => byte > 0x7f).length < leastEvidence) return []
  // Its model takes some 50 MB, so it is loaded by the first file that needs it.
  const { detectAll } = await import('jschardet')
  const found = detectAll(looked)
  return found.flatMap(({ encoding }) => standardName(encoding) ?? [])
}

function standardName(name: string | null): string | null {
  if (name === 'MacRoman') return 'macintosh'
  try {
    return new TextDecoder(name ?? '').encoding
  } catch {
    // One that no browser reads, such as those of old mainframes.
    return null
  }
}
