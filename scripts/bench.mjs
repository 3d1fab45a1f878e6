// npm run bench: the benchmarks on Throughline's own Node. Words go on to bench/run.ts.
import { launchCommand } from './launch.mjs'
import { ensureInstalled, ensureWebBuilt, run } from './prepare.mjs'

await run(() => {
  ensureInstalled({ development: true })
  ensureWebBuilt()
  launchCommand('bench/run.ts', process.argv.slice(2))
})
