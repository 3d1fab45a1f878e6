import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './prepare.mjs'

/**
 * What is installed, built, kept from others byte for byte, written by a program, or planted for a moment by
 * arrows.test.ts.
 */
const notOurs =
  /(?:^|\/)(?:node_modules|dist|coverage|[.]git|[.]cache|fixtures)$|^(?:bench\/results|server\/src\/example\/interviews|package-lock[.]json|THIRD_PARTY_NOTICES[.]md)$|\/planted[^/]*$/

/** All files of ours below a folder, relative to the root. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (notOurs.test(path)) return []
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

const files = filesBelow('')
const words = files
  .filter((path) => /[.](ts|tsx|mjs|cjs|js|css|html|json|md|sql|yml|sh)$|^[.]ci\/run$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

const self = 'scripts/project-words.test.ts'

/** `path:line` of every line that the pattern finds, but for this file, which holds the patterns. */
function found(pattern: RegExp): string[] {
  return words
    .filter(({ path }) => path !== self)
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    )
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .filter((path) => !notOurs.test(path))
}

test('the files of the project are seen', () => {
  expect(words.length).toBeGreaterThan(400)
})

describe('the words of the project', () => {
  test('name no path of the machine on which it was written', () => {
    // A path begins a word: `./home/x` and `/api/work/x` are none. A socket may stand below a short /tmp/throughline….
    const path =
      /(?:^|[\s'"`(=:])(?:\/(?:work|home|root|Users|workspace|tmp(?!\/throughline-))\/\w|[A-Z]:\\Users\\)/
    expect(found(path)).toEqual([])
  })

  test('fetch packages from no registry but npm’s own', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
    const hosts = [...lock.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(([, host]) => host)
    expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([])
    expect(found(/^\s*registry\s*=/)).toEqual([])
  })

  test('put nothing off', () => {
    expect(found(/\b(?:TODO|FIXME|XXX)\b|not (?:yet )?implemented/)).toEqual([])
  })

  test('say in a test’s title what is, not what should be', () => {
    expect(found(/\b(?:test|it)(?:[.]prop\(.*\))?\(\s*['"`]should /)).toEqual([])
  })
})

describe('the files of the project', () => {
  test('are named for what they hold', () => {
    const nameless = /^(?:utils?|helpers?|common|misc|stuff)(?:[.-]|$)/
    expect(files.filter((path) => path.split('/').some((part) => nameless.test(part)))).toEqual([])
  })

  test('stay short enough to be read in one sitting: 400 lines, tests 800', () => {
    const tooLong = words.flatMap(({ path, text }) => {
      if (!/[.](?:ts|tsx|mjs|cjs|js|css)$/.test(path)) return []
      const isTest = /(?:^|\/)(?:test|e2e)\//.test(path) || /[.]test[.]/.test(basename(path))
      // As the linter counts: blank lines cost nobody time.
      const lines = text.split('\n').filter((line) => line.trim() !== '').length
      return lines > (isTest ? 800 : 400) ? [`${path} (${lines})`] : []
    })
    expect(tooLong).toEqual([])
  })

  test('are explained by a README in every package, room and part of the platform', () => {
    const explained = [
      '',
      'contract',
      'server',
      'web',
      'cli',
      'e2e',
      'bench',
      'docs',
      'scripts',
      ...foldersIn('packages'),
      ...foldersIn('server/src'),
      ...foldersIn('server/src/platform'),
      ...foldersIn('web/src'),
    ]
    const here = new Set(files)
    const without = explained.filter(
      (folder) => !here.has(folder === '' ? 'README.md' : `${folder}/README.md`),
    )
    expect(without).toEqual([])
  })
})

describe('the documents', () => {
  const documents = words.filter(({ path }) => path.endsWith('.md'))

  test('lead only to files that exist', () => {
    const dead = documents.flatMap(({ path, text }) => {
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
      const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link]) => link ?? '')
      return links
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !exists(join(root, folder, link)))
        .map((link) => `${path}: ${link}`)
    })
    expect(dead).toEqual([])
  })
})

function exists(path: string): boolean {
  try {
    readdirSync(path)
    return true
  } catch (error) {
    // A file is no folder, and that is an answer too.
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR'
  }
}
