import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Benchmark, judged } from './measured.ts'

const half = fileURLToPath(new URL('refi-qda-half.ts', import.meta.url))
const printed = z.object({ seconds: z.number(), megabytes: z.number() })

/** Node lets its young generation grow to some 100 MB; a thread that reads files is given less, and so is this process. */
const flags = ['--max-semi-space-size=4']

export const refiQda: Benchmark = {
  name: 'refi-qda',
  how: 'Each half in a process of its own with a young generation of 4 MB, one run: a project of 200 texts of 63,000 characters with 100,000 selections, each coded once, written as .qdpx and read from it. Memory is the peak of the resident set, Node, its code and the project that is written included.',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-refi-qda-'))
    const run = (what: string) =>
      printed.parse(
        JSON.parse(
          execFileSync(process.execPath, [...flags, half, what, join(folder, 'large.qdpx')], {
            encoding: 'utf8',
          }),
        ),
      )
    try {
      return ['write', 'read'].flatMap((what) => {
        const { seconds, megabytes } = run(what)
        return [
          judged(`${what} 100,000 codings`, seconds, 's', { most: 5 }),
          judged(
            `memory while they are ${what === 'write' ? 'written' : 'read'}`,
            megabytes,
            'MB',
            { most: 300 },
          ),
        ]
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
