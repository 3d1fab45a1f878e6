import { AgreementError } from '@throughline/agreement'
import type { Command } from 'commander'
import { Refusal } from '../exit-codes.ts'
import { resultAsJson } from '../output.ts'
import { readGiven } from '../read-given.ts'
import { statisticsOf } from './forms.ts'
import { statisticsOfTable } from './table-of-codings.ts'
import { written } from './written.ts'

export function addAgreement(parent: Command): void {
  parent
    .command('agreement')
    .description(
      'Compute how far coders agree, and print every statistic that the data allow as JSON.',
    )
    .argument(
      '<file>',
      'JSON with one object of data, or CSV: unit, coder, value; or document, coder, code, from, to',
    )
    .addHelpText(
      'after',
      '\nWhat is undefined is null, with its reason under "reasons". No installation is needed or touched.',
    )
    .action(async (path: string) => resultAsJson(await agreementIn(path)))
}

/** Every statistic of the data in a file. @throws Refusal with a sentence when it cannot be read as data */
export async function agreementIn(path: string): Promise<object> {
  const given = await readGiven(path)
  try {
    return written(
      given.kind === 'json' ? await statisticsOf(given.value) : statisticsOfTable(given.text),
    )
  } catch (error) {
    throw error instanceof AgreementError ? new Refusal(error.message) : error
  }
}
