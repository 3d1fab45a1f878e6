import { statfs } from 'node:fs/promises'
import { Problem } from './problem.ts'

/**
 * PostgreSQL ends, reads included, when its write-ahead log finds no space. Writes are refused while so much is
 * left: two segments of that log, and room to free more. Bytes.
 */
const reserve = 64 * 1024 * 1024
const lookEvery = 500

const seen = new Map<string, { at: number; free: Promise<number> }>()

/**
 * Refuses to go on when the disk that holds `directory` is almost full.
 * @throws Problem 507
 */
export async function requireSpace(directory: string): Promise<void> {
  let look = seen.get(directory)
  if (!look || look.at + lookEvery < Date.now()) {
    look = { at: Date.now(), free: freeBytes(directory) }
    seen.set(directory, look)
  }
  if ((await look.free) < reserve) throw Problem.diskFull()
}

/** Infinity where it cannot be told. */
async function freeBytes(directory: string): Promise<number> {
  return statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity,
  )
}
