import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { openDatabase } from '../../src/platform/database/database.ts'
import { openFiles } from '../../src/platform/files/index.ts'
import { openVault } from '../../src/platform/vault/index.ts'

// Keeps files until it is killed, and says on stdout which ones were acknowledged.
const settings = z
  .object({
    appConfig: z.record(z.string(), z.unknown()),
    keys: z.string(),
    directory: z.string(),
    account: z.string(),
    study: z.string(),
    subject: z.string(),
  })
  .parse(JSON.parse(readFileSync(0, 'utf8')))
const database = openDatabase(settings.appConfig, 2)
const vault = await openVault({ database, keys: settings.keys })
const files = openFiles({ database, vault, directory: settings.directory })

for (let number = 0; ; number += 1) {
  const content = randomBytes(300_000)
  const { id } = await database.inStudy(settings.account, settings.study, null, (transaction) =>
    files.put(transaction, settings.study, {
      content,
      subject: settings.subject,
      kind: 'recording',
      mediaType: 'application/octet-stream',
      name: `${number}`,
    }),
  )
  process.stdout.write(
    `${JSON.stringify({ id, start: content.subarray(0, 16).toString('hex') })}\n`,
  )
}
