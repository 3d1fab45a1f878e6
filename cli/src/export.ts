import { quoteConditions } from '@throughline/contract/coding'
import { exportCodes, exportCodings, exportQuotes } from '@throughline/server/coding'
import type { AnyTransaction } from '@throughline/server/platform/database'
import type { SentFile } from '@throughline/server/platform/http/endpoints'
import { exportReport } from '@throughline/server/reporting'
import { exportParticipants } from '@throughline/server/study'
import { type Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from './exit-codes.ts'
import { type Place, withInstallation, withPlatform } from './installation.ts'
import { resultAsJson, say } from './output.ts'
import { findStudy } from './who-and-where.ts'

type Where = { transaction: AnyTransaction; study: string }
type Export = (where: Where) => Promise<SentFile>

const allQuotes = quoteConditions.parse({})

/** What can be exported, and as what. */
const exports: Readonly<Record<string, Readonly<Record<string, Export>>>> = {
  codings: {
    csv: (where) => exportCodings(where, 'csv'),
    xlsx: (where) => exportCodings(where, 'xlsx'),
  },
  codes: {
    csv: (where) => exportCodes(where, 'csv'),
    xlsx: (where) => exportCodes(where, 'xlsx'),
    docx: (where) => exportCodes(where, 'docx'),
  },
  quotes: {
    csv: (where) => exportQuotes(where, allQuotes, 'csv'),
    xlsx: (where) => exportQuotes(where, allQuotes, 'xlsx'),
    docx: (where) => exportQuotes(where, allQuotes, 'docx'),
    html: (where) => exportQuotes(where, allQuotes, 'html'),
  },
  participants: {
    csv: (where) => exportParticipants(where, 'csv'),
    xlsx: (where) => exportParticipants(where, 'xlsx'),
  },
  report: {
    docx: (where) => exportReport(where, 'docx'),
    html: (where) => exportReport(where, 'html'),
  },
}

interface Options {
  what: string
  as: string
  out: string
  member?: string
  json?: boolean
}

export function addExport(parent: Command): void {
  parent
    .command('export')
    .description('Export a study: its codings, codes, quotes, participants or report.')
    .argument('<study>', 'the id or the title of the study')
    .addOption(
      new Option('--what <what>', 'what to export')
        .choices(Object.keys(exports))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--as <format>', 'the format')
        .choices(['csv', 'xlsx', 'docx', 'html'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'where to write it; - is standard output')
    .option(
      '--member <address>',
      'the e-mail address of the member who exports (otherwise the only lead)',
    )
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', `\nFormats:\n${formats()}`)
    .action(async (study: string, options: Options, command: Command) => {
      const run = exports[options.what]?.[options.as]
      if (!run)
        throw new Refusal(
          `${options.what} cannot be written as ${options.as}. Formats:\n${formats()}`,
        )
      const place: Place = command.optsWithGlobals()
      await withInstallation(place, (installation) =>
        withPlatform(installation, async (platform) => {
          const found = await findStudy(installation.ownerConfig, study, options.member)
          const file = await platform.database.inStudy(
            found.account.id,
            found.study,
            null,
            (transaction) => run({ transaction, study: found.study }),
          )
          await write(options.out, file)
        }),
      )
      if (options.out === '-') return
      if (options.json) resultAsJson({ file: options.out, what: options.what, as: options.as })
      else say(`${options.out} is written.`)
    })
}

function formats(): string {
  return Object.entries(exports)
    .map(([what, ways]) => `  ${what}: ${Object.keys(ways).join(', ')}`)
    .join('\n')
}

/** The file appears under its name when it is whole. */
async function write(out: string, { content }: SentFile): Promise<void> {
  const source = content instanceof Readable ? content : Readable.from([Buffer.from(content)])
  if (out === '-') return pipeline(source, process.stdout, { end: false })
  const draft = `${out}.part`
  try {
    await pipeline(source, createWriteStream(draft))
    await rename(draft, out)
  } catch (error) {
    await rm(draft, { force: true })
    if (error instanceof Error && 'code' in error)
      throw new Refusal(`${out} cannot be written (${error.message}).`)
    throw error
  }
}
