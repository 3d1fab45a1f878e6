#!/usr/bin/env node
// The `throughline` command: finds Node 24 (installing what is missing) and runs cli/src/main.ts.
import { launchCommand } from '../../scripts/launch.mjs'
import { ensureInstalled, run } from '../../scripts/prepare.mjs'

await run(() => {
  ensureInstalled()
  launchCommand('cli/src/main.ts', process.argv.slice(2))
})
