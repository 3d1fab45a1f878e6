import type { AttributeKind, ColumnMeaning } from '@throughline/contract/participants'
import { type AttributeDefinition, headings, labelFrom, sameName } from '../rules.ts'
import { consentFrom, dateFrom, numberFrom, partsOf, unguard } from './cells.ts'

export interface GuessedColumn {
  meaning: ColumnMeaning
  /** Why, where it needs a word. */
  why: string | null
}

type Fixed = 'label' | 'site' | 'year' | 'quote consent' | 'note'
const usualHeadings: Record<Fixed, RegExp> = {
  label:
    /^(participants?|participant[ _-]?(id|no|number|code|label)|pid|id|no\.?|label|pseudonym id)$/i,
  site: /^(site|school|medical school|university|institution|centre|center)$/i,
  year: /^(year|year[ _-]?group|year of (study|course)|study year|yr)$/i,
  'quote consent':
    /^(quote[ _-]?consent|consent[ _-]?to[ _-]?(be )?quoted?|(may|can) be quoted|quotable|consent \(quotes?\))$/i,
  note: /^(notes?|comments?|remarks?)$/i,
}
const ownHeadings: Record<Fixed, string> = {
  label: headings.label,
  site: headings.site,
  year: headings.year,
  'quote consent': headings.quoteConsent,
  note: headings.note,
}

/** Identities never belong beside the data (what always holds, 5), so such a column is left out unless somebody insists. */
const identifying =
  /(e-?mail|phone|mobile|\btel\b|surname|(first|last|full|given|family|sur)[ _-]?name|^name$|address|post ?code|date of birth|\bdob\b|student (id|number)|nhs)/i

/** What the columns of a spreadsheet probably are, from its headings and its cells. Each fixed meaning is given once. */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  attributes: readonly AttributeDefinition[],
): GuessedColumn[] {
  const given = new Set<string>()
  const once = (key: string) => !given.has(key) && Boolean(given.add(key))
  // Our own headings, and the team's attributes, come before guesses.
  const exact = names.map((name): GuessedColumn | null => {
    for (const to of ['label', 'site', 'year', 'quote consent', 'note'] as const)
      if (sameName(unguard(name), ownHeadings[to]) && once(to))
        return { meaning: { to }, why: null }
    const attribute = attributes.find((known) => sameName(known.name, unguard(name)))
    return attribute && once(attribute.id)
      ? { meaning: { to: 'attribute', attribute: attribute.id }, why: null }
      : null
  })
  return names.map((name, index) => {
    const found = exact[index]
    if (found) return found
    const cells = rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '')
    for (const to of ['label', 'site', 'year', 'quote consent', 'note'] as const)
      if (usualHeadings[to].test(name.trim()) && fits(to, cells) && once(to))
        return { meaning: { to }, why: null }
    if (identifying.test(name) || cells.some((cell) => /^\S+@\S+\.\S+$/.test(cell)))
      return {
        meaning: { to: 'nothing' },
        why: 'This looks like somebody’s identity, which is kept apart from the data. It is left out.',
      }
    if (name.trim() === '')
      return {
        meaning: { to: 'nothing' },
        why: cells.length > 0 ? 'A column without a heading is left out.' : null,
      }
    if (attributes.some((known) => sameName(known.name, unguard(name))))
      return { meaning: { to: 'nothing' }, why: 'A column of this heading stands further left.' }
    if (!once(`new ${unguard(name).trim().toLowerCase()}`))
      return { meaning: { to: 'nothing' }, why: 'A column of this heading stands further left.' }
    return { meaning: { to: 'new attribute', kind: guessKind(cells) }, why: null }
  })
}

function fits(to: Fixed, cells: readonly string[]): boolean {
  const good = (test: (cell: string) => boolean) =>
    cells.length === 0 || cells.filter(test).length * 2 >= cells.length
  switch (to) {
    case 'label':
      return good((cell) => labelFrom(cell) !== null)
    case 'year':
      return good((cell) => /\d/.test(cell))
    case 'quote consent':
      return good((cell) => 'value' in consentFrom(cell))
    case 'site':
    case 'note':
      return true
  }
}

const mostChoices = 15
const longestChoice = 60

/** What a column's cells have in common; text when nothing else fits all of them. */
export function guessKind(cells: readonly string[]): AttributeKind {
  if (cells.length === 0) return 'text'
  const plain = cells.map(unguard)
  // `007` is a name that looks like a number.
  const allNumbers = cells.every(
    (cell) => typeof numberFrom(cell) === 'number' && !/^[+-]?0\d/.test(cell),
  )
  if (allNumbers) return 'number'
  if (cells.every((cell) => /\D/.test(cell) && typeof dateFrom(cell) === 'string')) return 'date'
  if (plain.some((cell) => cell.includes('\n'))) return 'text'
  const several = plain.some((cell) => cell.includes(';'))
  const parts = several ? plain.flatMap(partsOf) : plain
  const distinct = new Set(parts.map((part) => part.toLowerCase()))
  const repeated = several || distinct.size * 2 <= parts.length
  const short = parts.every((part) => part.length <= longestChoice)
  if (short && repeated && distinct.size <= mostChoices)
    return several ? 'several choices' : 'one choice'
  return 'text'
}
