import type { Home } from '@throughline/server/platform/home'
import { instanceKeyFile, instanceKeyName } from '@throughline/server/platform/vault'
import { fine, type Finding, problem, reasonOf, warning } from './finding.ts'

/** @param known the instance key that the database names; undefined where the database cannot be asked */
export async function checkKeys(home: Home, known: string | null | undefined): Promise<Finding> {
  const what = 'Keys'
  const name = await instanceKeyName(home.keys).catch((error: unknown) => ({ error }))
  if (name !== null && typeof name === 'object')
    return problem(what, reasonOf(name.error), 'Do what the sentence says, then look again.')
  if (name === null)
    return known
      ? problem(
          what,
          `${instanceKeyFile(home.keys)} does not exist, and the database needs it.`,
          'Put the file back, or import an exported key ring that holds it: throughline keys import RING',
        )
      : warning(
          what,
          `There is no instance key in ${home.keys} yet: it is made at the first start.`,
          'After the first start keep a copy of it somewhere else: without it nothing encrypted can be read.',
        )
  if (known && known !== name)
    return problem(
      what,
      `The key in ${home.keys} is not the one of this database.`,
      'Name the directory that holds the right one with THROUGHLINE_KEYS or --keys.',
    )
  return fine(what, `The instance key is in ${home.keys}, and for its owner only.`)
}
