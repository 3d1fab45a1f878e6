import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const copied = fileURLToPath(new URL('fixtures', import.meta.url))
const checkout = fileURLToPath(new URL('../../..', import.meta.url))
const usualPlace = join('shared', 'data', 'transcripts')

/**
 * The folder of all real transcripts: where THROUGHLINE_REAL_TRANSCRIPTS says, else `shared/data/transcripts` beside
 * the checkout or beside a folder above it; null where there is none.
 */
function fullSet(): string | null {
  const named = process.env.THROUGHLINE_REAL_TRANSCRIPTS
  const places = named === undefined ? besideAndAbove(resolve(checkout)) : [named]
  return places.find((place) => existsSync(join(place, 'osce'))) ?? null
}

function besideAndAbove(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [] : [join(above, usualPlace), ...besideAndAbove(above)]
}

const full = fullSet()
export const hasFull = full !== null
const roots = full === null ? [copied] : [copied, full]
export const where = hasFull
  ? 'all real transcripts'
  : 'the copied samples only (the full set is absent: set THROUGHLINE_REAL_TRANSCRIPTS)'

/** Every file below these folders of the roots with this ending. */
export function filesIn(folder: string, ending: string): string[] {
  return roots.flatMap((root) => {
    const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    return all.filter((name) => name.endsWith(ending)).map((name) => join(root, folder, name))
  })
}

export function content(path: string): Buffer {
  return readFileSync(path)
}

/** Fails when a folder is empty, so that no check passes for want of files. */
export function atLeast(files: readonly string[], count: number): readonly string[] {
  expect(files.length).toBeGreaterThanOrEqual(count)
  return files
}
