import { benchmarks } from './benchmarks.ts'
import { describeMachine, keepResults, load, type Taken } from './results.ts'

const names = process.argv.slice(2)
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark “${unknown.join('”, “')}”. There are: ${benchmarks.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}

const wanted = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))
const machine = describeMachine()
console.log(machine)
const failed: string[] = []
const missed: string[] = []
for (const { name, how, run } of wanted) {
  const around = load()
  console.log(`\n${name} (load ${around})`)
  try {
    const results = await run((sentence) => console.log(`  ${sentence}`))
    for (const { what, budget, measured, met } of results) {
      const verdict = met === null ? '' : met ? ' · met' : ' · MISSED'
      console.log(`  ${what}: ${measured}${budget === null ? '' : ` (budget ${budget})`}${verdict}`)
      if (met === false) missed.push(`${what}: ${measured}, budget ${budget}`)
    }
    const taken: Taken = {
      benchmark: name,
      how,
      at: new Date().toISOString(),
      machine,
      load: [around, load()],
      results,
    }
    await keepResults([taken])
  } catch (error) {
    failed.push(name)
    console.error(`  ${name} COULD NOT BE RUN:`, error)
  }
}

if (missed.length > 0) console.log(`\nMissed budgets:\n  ${missed.join('\n  ')}`)
console.log(
  `\n${wanted.length - failed.length} of ${wanted.length} benchmarks ran. The table: bench/results/README.md`,
)
if (failed.length > 0) {
  console.error(`NOT RUN: ${failed.join(', ')}. Their results are the old ones, or none.`)
  process.exitCode = 1
}
