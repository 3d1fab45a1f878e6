import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lockedParts, noticesFile, noticesOf, partsOf, refusedParts } from './notices.ts'

function lock(packages: object): string {
  return JSON.stringify({ packages })
}

describe('the licences of what Throughline is made of', () => {
  test('are all allowed beside Apache-2.0, those of the tests included', () => {
    const parts = lockedParts()
    expect(parts.length).toBeGreaterThan(100)
    expect(refusedParts(parts)).toEqual([])
  })

  test.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'LGPL-2.1', 'SSPL-1.0', 'MIT AND GPL-2.0-only'])(
    'refuse %s',
    (license) => {
      const parts = partsOf(lock({ 'node_modules/a': { version: '1.0.0', license } }))
      expect(refusedParts(parts).map((part) => part.name)).toEqual(['a'])
    },
  )

  test('refuse a package that states none, or one that no machine reads', () => {
    const parts = partsOf(
      lock({
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0', license: 'SEE LICENSE IN EULA.txt' },
      }),
    )
    expect(refusedParts(parts).map((part) => part.name)).toEqual(['a', 'b'])
  })

  test('leave the choice where a package offers one', () => {
    const license = '(MIT OR GPL-3.0-or-later)'
    expect(
      refusedParts(partsOf(lock({ 'node_modules/a': { version: '1.0.0', license } }))),
    ).toEqual([])
  })
})

describe('the third-party notices', () => {
  const notices = readFileSync(noticesFile, 'utf8')

  test('are those of the lock file (if not: npm run notices)', () => {
    expect(notices === noticesOf(lockedParts())).toBe(true)
  })

  test('name every package that is needed to run, with its version and licence', () => {
    const used = lockedParts().filter((part) => part.production)
    const missing = used.filter(
      (part) => !notices.includes(`- ${part.name} ${part.version} (${part.licence})\n`),
    )
    expect(missing).toEqual([])
  })

  test.each([
    ['the fonts', 'SIL OPEN FONT LICENSE'],
    ['PostgreSQL', 'Portions Copyright (c) 1996-2026, PostgreSQL Global Development Group'],
    ['OpenSSL', 'This product includes software developed by the OpenSSL Project'],
    ['ICU', 'Unicode'],
    ['the interviews of the example study', 'Anthropic/AnthropicInterviewer'],
  ])('carry what %s asks for', (_, words) => {
    expect(notices).toContain(words)
  })
})
