/** Browser and system in words, from what the browser says of itself; good enough to recognise one's own. */
export function deviceOf(userAgent: string | null): string {
  const browser = firstOf(userAgent, [
    [/Edg(e|A|iOS)?\//, 'Edge'],
    [/OPR\/|Opera/, 'Opera'],
    [/SamsungBrowser/, 'Samsung Internet'],
    [/Firefox\/|FxiOS/, 'Firefox'],
    [/Chrome\/|CriOS|Chromium/, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = firstOf(userAgent, [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'Mac'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ])
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? 'An unknown device'
}

function firstOf(text: string | null, names: readonly [RegExp, string][]): string | null {
  return names.find(([pattern]) => text !== null && pattern.test(text))?.[1] ?? null
}
