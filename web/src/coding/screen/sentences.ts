import type { Member } from '@throughline/contract/study'
import type { Edge, Range } from '@throughline/text'
import { wordsOf } from '../../app/words.tsx'
import type { ShownCoding } from '../data.ts'
import { messages } from '../messages.ts'
import { nameFrom } from './code-palette.tsx'

type Names = (code: string) => string
type Team = ReadonlyMap<string, Member>

/** What a screen reader hears of the codings under the caret. */
export function codingsSaid(
  codings: readonly ShownCoding[],
  ids: readonly string[],
  nameOf: Names,
  team: Team,
): string {
  const t = wordsOf(messages)
  return ids
    .flatMap((id) => codings.find((coding) => coding.id === id) ?? [])
    .map(({ code, coder }) =>
      t('coding.said.by', { code: nameOf(code), coder: team.get(coder)?.name ?? '' }),
    )
    .join(', ')
}

/** How many characters of a coding's end are said. */
const heard = 60

/** Where an edge is now. */
export function edgeSaid(text: string, { from, to }: Range, edge: Edge): string {
  const begin = edge === 'from' ? from : Math.max(from, to - heard)
  return wordsOf(messages)(edge === 'from' ? 'coding.said.start' : 'coding.said.end', {
    words: nameFrom(text.slice(begin, to)),
  })
}

/** Why no edge moves: nothing is there, or it is another coder's. */
export function whyNotAdjustable(
  coding: ShownCoding | undefined,
  nameOf: Names,
  team: Team,
): string {
  const t = wordsOf(messages)
  if (!coding) return t('coding.said.nothingToChange')
  const coder = team.get(coding.coder)?.name ?? ''
  return t('coding.said.notYours', { code: nameOf(coding.code), coder })
}
