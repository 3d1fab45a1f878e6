// npm start: from a fresh clone to a running app. Flags go on to the app.
import { launchService } from './launch.mjs'
import { ensureInstalled, ensureWebBuilt, run } from './prepare.mjs'

await run(() => {
  ensureInstalled()
  ensureWebBuilt()
  launchService('server/src/main.ts', process.argv.slice(2))
})
