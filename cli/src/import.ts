import { fileToImport, type ImportedFile } from '@throughline/contract/transcripts'
import { Problem } from '@throughline/server/platform/http/problem'
import { participantsOf } from '@throughline/server/study'
import { importFile, keepUpload, participantLabelIn } from '@throughline/server/transcripts'
import { type Command, Option } from 'commander'
import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import { type Place, type Platform, withInstallation, withPlatform } from './installation.ts'
import { counted, resultAsJson, say } from './output.ts'
import { findStudy } from './who-and-where.ts'

interface Options {
  declared: 'pseudonymised' | 'raw'
  as?: string
  again?: boolean
}

/** One file's fate: `path` is what was asked for, the rest is what the importing room says. */
type Result = Omit<ImportedFile, 'upload' | 'joined'> & { path: string }

interface Into {
  platform: Platform
  study: string
  account: string
  participants: ReadonlyMap<string, string>
  options: Options
}

/** The same limit as in the browser. */
const mostBytes = 50 * 1024 * 1024

export function addImport(parent: Command): void {
  parent
    .command('import')
    .description(
      'Import transcripts into a study, each file whole or not at all, and print a JSON summary with a result per file.',
    )
    .argument('<study>', 'the id or the title of the study')
    .argument('<files...>', 'txt, md, docx, odt, rtf, pdf, html, vtt, srt, sbv, TextGrid, csv')
    .addOption(
      new Option('--declared <what>', 'whether the files are pseudonymised already, or raw')
        .choices(['pseudonymised', 'raw'])
        .makeOptionMandatory(),
    )
    .option(
      '--as <address>',
      'the e-mail address of the member who imports (otherwise the only lead)',
    )
    .option('--again', 'import files that were imported before a second time')
    .addHelpText(
      'after',
      '\nA file whose name begins with the label of a participant (P001 …) is given to that participant.',
    )
    .action(async (study: string, files: string[], options: Options, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const summary = await withInstallation(place, (installation) =>
        withPlatform(installation, async (platform) => {
          const found = await findStudy(installation.ownerConfig, study, options.as)
          say(`Importing into "${found.title}" in the name of ${found.account.name}.`)
          const account = found.account.id
          const participants = await readLabels(platform, account, found.study)
          const into = { platform, study: found.study, account, participants, options }
          const results: Result[] = []
          for (const path of files) results.push(await importOne(into, path))
          return { study: found.study, title: found.title, files: results }
        }),
      )
      resultAsJson(summary)
      const failed = summary.files.filter((file) => !file.ok)
      for (const { path, message } of failed) say(`${path}: ${message}`)
      say(`${counted(files.length - failed.length, 'file')} imported, ${failed.length} refused.`)
      if (failed.length > 0) process.exitCode = exitCodes.inPart
    })
}

async function readLabels(
  platform: Platform,
  account: string,
  study: string,
): Promise<Map<string, string>> {
  const participants = await platform.database.inStudy(account, study, null, (transaction) =>
    participantsOf({ transaction, study }),
  )
  return new Map(participants.map(({ label, id }) => [label, id]))
}

async function importOne(into: Into, path: string): Promise<Result> {
  const { platform, study, account, participants, options } = into
  const name = basename(path)
  const refused = (message: string) => ({ path, file: name, ok: false, transcripts: [], message })
  try {
    const { size } = await stat(path)
    if (size > mostBytes) return refused('The file is larger than 50 MB. Split it.')
    const bytes = await readFile(path)
    const { upload } = await platform.database.inStudy(account, study, null, (transaction) =>
      keepUpload({ transaction, platform, study, account }, name, bytes),
    )
    const participant = participants.get(participantLabelIn(name) ?? '')
    const file = fileToImport.parse({
      upload,
      again: options.again ?? false,
      participants: participant === undefined ? {} : { 0: participant },
    })
    const who = { account, study, key: randomUUID() }
    const { ok, transcripts, message } = await importFile(platform, who, options.declared, file)
    return { path, file: name, ok, transcripts, message }
  } catch (error) {
    if (error instanceof Problem) return refused(error.message)
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      return refused(`The file cannot be read (${error.message}).`)
    throw error
  }
}
