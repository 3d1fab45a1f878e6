// Browsers look at the first 1024 bytes; pages saved by other programs are less tidy.
const searched = 4096

/**
 * The encoding that a web page names in a `meta` element or XML declaration, by the name that TextDecoder gives it;
 * null where it names none that is known. A page whose `meta` can be read is not in UTF-16, whatever it says
 * (https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding).
 */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, searched))
  const label =
    /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(start)?.[1] ??
    /^\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})["']/i.exec(start)?.[1]
  if (label === undefined) return null
  try {
    const name = new TextDecoder(label).encoding
    return name.startsWith('utf-16') ? 'utf-8' : name
  } catch {
    return null
  }
}
