import { readFile as contentOf, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readFile } from '@throughline/transcripts'
import { interviewLength } from './inputs/interview.ts'

/**
 * Reads the files of a folder, one after the other, in a process of its own, so that its peak of memory is that of one
 * reader. The first few, to have the code compiled, are not counted. Tells the parent what it took.
 */
const [folder = '.', notCounted = '0'] = process.argv.slice(2)
const names = (await readdir(folder)).sort()
const before = process.resourceUsage().maxRSS
let clock = performance.now()
let cpu = process.cpuUsage()
let milliseconds = 0
for (const [number, name] of names.entries()) {
  const bytes = new Uint8Array(await contentOf(join(folder, name)))
  if (number === Number(notCounted)) {
    cpu = process.cpuUsage()
    milliseconds = 0
  }
  clock = performance.now()
  const result = await readFile(bytes, name)
  milliseconds += performance.now() - clock
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`)
  const length = result.transcripts.reduce((sum, { text }) => sum + text.length, 0)
  if (length < interviewLength * 0.9) throw new Error(`${name}: words are missing`)
}
const { user, system } = process.cpuUsage(cpu)
const counted = names.length - Number(notCounted)
process.send?.({
  filesPerSecond: (counted / milliseconds) * 1000,
  cpuMs: (user + system) / 1000 / counted,
  peakMB: process.resourceUsage().maxRSS / 1024,
  startedMB: before / 1024,
})
