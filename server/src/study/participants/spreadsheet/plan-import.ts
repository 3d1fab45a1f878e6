import type {
  AttributeKind,
  ColumnMeaning,
  PreviewedRow,
  RowOutcome,
} from '@throughline/contract/participants'
import { isDeepStrictEqual } from 'node:util'
import {
  type AttributeDefinition,
  cleanLine,
  cleanText,
  headings as ownHeadings,
  labelFrom,
  nextLabel,
  type ParticipantRecord,
  problemOfAttributeName,
  sameName,
} from '../rules.ts'
import { consentFrom, partsOf, readValue, unguard, writeValue, yearFrom } from './cells.ts'

/** The rows of a spreadsheet beneath its headings, as text. */
export interface Sheet {
  headings: readonly string[]
  columns: readonly ColumnMeaning[]
  cells: readonly (readonly string[])[]
}

/** What a study holds before the import. */
export interface Standing {
  sites: readonly { id: string; name: string; years: number }[]
  attributes: readonly AttributeDefinition[]
  participants: readonly ({ id: string } & ParticipantRecord)[]
}

export interface PlannedRow extends PreviewedRow {
  /** What is written; null when the row is refused. */
  record: ({ id: string } & ParticipantRecord) | null
}

export interface Plan {
  newAttributes: AttributeDefinition[]
  rows: PlannedRow[]
  totals: Record<RowOutcome, number>
}

/** The headings stand in row 1. */
const firstRow = 2
const mostChoices = 200
const longest = { heading: 100, choice: 200, text: 5_000 }

/**
 * What an import would do, row by row; it writes nothing. An empty cell leaves what stands.
 *
 * @param newId the id of the nth thing that is added
 */
export function planImport(sheet: Sheet, standing: Standing, newId: (n: number) => string): Plan {
  let ids = 0
  const nextId = () => newId(ids++)
  const newAttributes = new Map<number, AttributeDefinition>()
  sheet.columns.forEach((meaning, index) => {
    if (meaning.to === 'new attribute')
      newAttributes.set(index, newAttribute(sheet, index, meaning.kind, nextId()))
  })
  const attributeOf = (index: number): AttributeDefinition | null => {
    const meaning = sheet.columns[index]
    return meaning?.to === 'attribute'
      ? (standing.attributes.find(({ id }) => id === meaning.attribute) ?? null)
      : (newAttributes.get(index) ?? null)
  }
  const filled = sheet.cells
    .map((cells, index) => ({ cells, number: index + firstRow }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const labels = labelsOf(sheet, standing, filled)
  const existing = new Map(standing.participants.map((record) => [record.label, record]))

  const rows = filled.map(({ cells, number }, index): PlannedRow => {
    const label = labels[index] ?? { problem: 'This row was not read.' }
    const reasons = 'problem' in label ? [label.problem] : []
    const before = 'value' in label ? existing.get(label.value) : undefined
    const read = readRow(sheet, standing, attributeOf, cells, before)
    reasons.push(...read.reasons)
    if ('problem' in label || reasons.length > 0)
      return {
        number,
        outcome: 'refused',
        label: 'value' in label ? label.value : null,
        reasons,
        changes: [],
        record: null,
      }
    const { id = nextId() } = before ?? {}
    const record = { ...read.record, id, label: label.value }
    const changes = changesOf(before, record, standing, (attribute) =>
      [...standing.attributes, ...newAttributes.values()].find((known) => known.id === attribute),
    )
    const outcome = before ? (changes.length > 0 ? 'changed' : 'unchanged') : 'added'
    return { number, outcome, label: label.value, reasons, changes, record }
  })
  const totals = { added: 0, changed: 0, unchanged: 0, refused: 0 }
  for (const { outcome } of rows) totals[outcome] += 1
  return { newAttributes: [...newAttributes.values()], rows, totals }
}

/** What is wrong with the meanings of the columns as a whole; null when nothing is. */
export function problemOfColumns(
  sheet: Sheet,
  attributes: readonly AttributeDefinition[],
): string | null {
  if (sheet.columns.length !== sheet.headings.length)
    return `The file has ${sheet.headings.length} columns, but ${sheet.columns.length} meanings were given.`
  const fixed: Record<string, string> = {
    label: ownHeadings.label,
    site: ownHeadings.site,
    year: ownHeadings.year,
    'quote consent': ownHeadings.quoteConsent,
    note: ownHeadings.note,
  }
  const seen = new Set<string>()
  for (const [index, meaning] of sheet.columns.entries()) {
    const heading = headingOf(sheet, index)
    if (meaning.to === 'nothing') continue
    if (meaning.to === 'attribute' && !attributes.some(({ id }) => id === meaning.attribute))
      return `The attribute chosen for “${heading}” does not exist, or no longer. Choose again.`
    if (meaning.to === 'new attribute') {
      if (heading === '')
        return `Column ${index + 1} has no heading, so no attribute can be named after it.`
      if (heading.length > longest.heading)
        return `The heading “${heading.slice(0, 40)}…” is longer than ${longest.heading} characters, too long for an attribute’s name.`
      const taken = problemOfAttributeName(heading)
      if (taken !== null) return taken
      if (attributes.some(({ name }) => sameName(name, heading)))
        return `There is an attribute “${heading}” already. Choose it for this column.`
    }
    const key =
      meaning.to === 'attribute'
        ? meaning.attribute
        : meaning.to === 'new attribute'
          ? `new ${heading.toLowerCase()}`
          : meaning.to
    if (seen.has(key))
      return `Two columns become “${fixed[key] ?? heading}”. Leave one of them out.`
    seen.add(key)
  }
  return null
}

function headingOf({ headings }: Sheet, index: number): string {
  return cleanLine(unguard(headings[index]?.trim() ?? ''))
}

function newAttribute(
  sheet: Sheet,
  index: number,
  kind: AttributeKind,
  id: string,
): AttributeDefinition {
  const choices: string[] = []
  if (kind === 'one choice' || kind === 'several choices')
    for (const row of sheet.cells) {
      const cell = unguard(row[index]?.trim() ?? '')
      for (const part of kind === 'one choice' ? [cell] : partsOf(cell)) {
        const choice = cleanLine(part)
        // A semicolon parts choices: a cell that holds one is refused for a single choice, with its reason.
        const usable = choice !== '' && !choice.includes(';') && choice.length <= longest.choice
        if (usable && !choices.some((known) => sameName(known, choice))) choices.push(choice)
      }
    }
  return { id, name: headingOf(sheet, index), kind, choices: choices.slice(0, mostChoices) }
}

type Label = { value: string } | { problem: string }

/** The id of each row: as written, or the next free one where none is. */
function labelsOf(
  { columns }: Sheet,
  { participants }: Standing,
  rows: readonly { cells: readonly string[]; number: number }[],
): Label[] {
  const column = columns.findIndex(({ to }) => to === 'label')
  const rowOfLabel = new Map<string, number>()
  const written = rows.map(({ cells, number }): Label | null => {
    const text = column === -1 ? '' : unguard(cells[column]?.trim() ?? '')
    if (text === '') return null
    const label = labelFrom(text)
    if (label === null)
      return { problem: `“${text}” is no participant id. Write P and a number, such as P007.` }
    const earlier = rowOfLabel.get(label)
    if (earlier !== undefined) return { problem: `${label} stands in row ${earlier} already.` }
    rowOfLabel.set(label, number)
    return { value: label }
  })
  const taken = new Set([...participants.map(({ label }) => label), ...rowOfLabel.keys()])
  return written.map((label) => {
    if (label) return label
    const value = nextLabel(taken)
    taken.add(value)
    return { value }
  })
}

function readRow(
  sheet: Sheet,
  standing: Standing,
  attributeOf: (index: number) => AttributeDefinition | null,
  cells: readonly string[],
  before: ParticipantRecord | undefined,
): { record: Omit<ParticipantRecord, 'label'>; reasons: string[] } {
  const record: Omit<ParticipantRecord, 'label'> = {
    site: before?.site ?? null,
    year: before?.year ?? null,
    quoteConsent: before?.quoteConsent ?? 'not recorded',
    note: before?.note ?? '',
    attributes: { ...before?.attributes },
  }
  const reasons: string[] = []
  if (cells.slice(sheet.headings.length).some((cell) => cell.trim() !== ''))
    reasons.push('This row has more cells than there are headings.')
  for (const [index, meaning] of sheet.columns.entries()) {
    const text = cells[index]?.trim() ?? ''
    if (text === '' || meaning.to === 'nothing' || meaning.to === 'label') continue
    const heading = headingOf(sheet, index)
    if (text.length > longest.text) {
      reasons.push(`${heading}: longer than ${longest.text} characters.`)
      continue
    }
    switch (meaning.to) {
      case 'site': {
        const name = unguard(text)
        const site =
          standing.sites.find((known) => known.name === name) ??
          standing.sites.find((known) => sameName(known.name, name))
        if (site) record.site = site.id
        else
          reasons.push(
            `There is no site “${name}” in this study. A lead can add it under Settings.`,
          )
        break
      }
      case 'year': {
        const year = yearFrom(text)
        if ('problem' in year) reasons.push(year.problem)
        else record.year = year.value
        break
      }
      case 'quote consent': {
        const consent = consentFrom(text)
        if ('problem' in consent) reasons.push(consent.problem)
        else record.quoteConsent = consent.value
        break
      }
      case 'note':
        record.note = cleanText(unguard(text))
        break
      case 'attribute':
      case 'new attribute': {
        const attribute = attributeOf(index)
        if (!attribute) break
        const value = readValue(attribute, text)
        if ('problem' in value) reasons.push(`${attribute.name}: ${value.problem}`)
        else if (value.value !== null) record.attributes[attribute.id] = value.value
        break
      }
    }
  }
  const site = standing.sites.find(({ id }) => id === record.site)
  if (site && record.year !== null && record.year > site.years)
    reasons.push(
      `Year ${record.year} is outside the programme of “${site.name}” (${site.years} years).`,
    )
  return { record, reasons }
}

function changesOf(
  before: ParticipantRecord | undefined,
  after: ParticipantRecord,
  { sites }: Standing,
  attributeById: (id: string) => AttributeDefinition | undefined,
): PreviewedRow['changes'] {
  const siteName = (id: string | null | undefined) =>
    sites.find((site) => site.id === id)?.name ?? ''
  const fixed = [
    { what: ownHeadings.site, from: siteName(before?.site), to: siteName(after.site) },
    { what: ownHeadings.year, from: String(before?.year ?? ''), to: String(after.year ?? '') },
    { what: ownHeadings.quoteConsent, from: before?.quoteConsent ?? '', to: after.quoteConsent },
    { what: ownHeadings.note, from: before?.note ?? '', to: after.note },
  ].filter(({ from, to }) => from !== to)
  const values = Object.entries(after.attributes)
    .filter(([id, value]) => !isDeepStrictEqual(before?.attributes[id], value))
    .map(([id, value]) => ({
      what: attributeById(id)?.name ?? '',
      from: unguard(writeValue(before?.attributes[id])),
      to: unguard(writeValue(value)),
    }))
  return [...fixed, ...values]
}
