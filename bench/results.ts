import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const directory = join(import.meta.dirname, 'results')

/** What one benchmark gave, where and when. Dates are UTC. */
const taken = z.object({
  benchmark: z.string(),
  how: z.string(),
  at: z.iso.datetime(),
  machine: z.string(),
  /** The machine's load of one minute before and after: before, nothing of it is our own. */
  load: z.tuple([z.number(), z.number()]),
  results: z.array(
    z.object({
      what: z.string(),
      budget: z.string().nullable(),
      measured: z.string(),
      met: z.boolean().nullable(),
      figures: z.record(z.string(), z.number()),
    }),
  ),
})
export type Taken = z.infer<typeof taken>

/** The machine in a line. */
export function describeMachine(): string {
  const cores = cpus()
  const model = cores[0]?.model.trim() || 'unknown processor'
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cores.length} × ${model} (${arch()}), ${memory} GB, ${systemName()}, Node ${process.versions.node}`
}

function systemName(): string {
  try {
    const name = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
    if (name) return name
  } catch {
    // Not Linux.
  }
  return `${type()} ${release()}`
}

export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10
}

/** Keeps what was taken today beside what was taken before, and writes the table of the latest of each. */
export async function keepResults(fresh: readonly Taken[]): Promise<string> {
  await mkdir(directory, { recursive: true })
  const file = join(directory, `${new Date().toISOString().slice(0, 10)}.json`)
  const earlier = readResults(file).filter(
    ({ benchmark }) => !fresh.some((one) => one.benchmark === benchmark),
  )
  await writeFile(file, JSON.stringify([...earlier, ...fresh], null, 2) + '\n')
  await writeFile(join(directory, 'README.md'), table(latest()))
  return file
}

function readResults(file: string): Taken[] {
  return existsSync(file) ? z.array(taken).parse(JSON.parse(readFileSync(file, 'utf8'))) : []
}

function latest(): Taken[] {
  const files = readdirSync(directory)
    .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
    .toSorted()
  const byName = new Map<string, Taken>()
  for (const file of files)
    for (const one of readResults(join(directory, file))) byName.set(one.benchmark, one)
  return [...byName.values()]
}

function table(all: readonly Taken[]): string {
  const lines = [
    '# The last results',
    '',
    'Written by `npm run bench`; the files beside this one keep every figure. Budgets are for two shared cores. A load above 1 before a benchmark, or above 4 after it, means that other programs disturbed the clock: such times are upper bounds.',
  ]
  for (const { benchmark, how, at, machine, load: around, results } of all) {
    lines.push(
      '',
      `## ${benchmark}`,
      '',
      how,
      '',
      `${at.slice(0, 16).replace('T', ' ')} UTC · load ${around[0]} before, ${around[1]} after · ${machine}`,
      '',
      '| what | budget | measured | |',
      '|---|---|---|---|',
      ...results.map(
        ({ what, budget, measured, met }) =>
          `| ${what} | ${budget ?? '–'} | ${measured} | ${met === null ? '' : met ? 'met' : '**missed**'} |`,
      ),
    )
  }
  return lines.join('\n') + '\n'
}
