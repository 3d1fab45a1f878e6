import {
  codesOf,
  type CoderOfText,
  type Continuum,
  endToEnd,
  ofCode,
  ratingsOf,
  segmentAgreement,
  characterOverlap,
  uAlpha,
  type Value,
} from '@throughline/agreement'
import Papa from 'papaparse'
import { Refusal } from '../exit-codes.ts'
import { ofUnitsByCoders } from './statistics.ts'

/**
 * The statistics of a CSV table: of units (`unit, coder, value`), or of text (`document, coder, code, from, to`, and
 * `length` where the text goes on after the last segment), for each code apart and over all documents end to end.
 *
 * @throws Refusal naming the line that cannot be read
 */
export function statisticsOfTable(csv: string): object {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(csv, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toLowerCase(),
  })
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter')
  if (error) throw new Refusal(`Line ${(error.row ?? 0) + 2}: ${error.message}.`)
  const has = (...names: string[]) => names.every((name) => meta.fields?.includes(name))
  if (has('unit', 'coder', 'value')) return ofUnitsByCoders(ratingsOf(unitsByCoders(data)))
  if (has('document', 'coder', 'code', 'from', 'to')) return ofDocuments(data)
  throw new Refusal(
    'The first line must name the columns: unit, coder, value; or document, coder, code, from, to.',
  )
}

type Row = Readonly<Record<string, string>>

/** Values that are all numbers are numbers; a unit that a coder left out is null. */
function unitsByCoders(rows: readonly Row[]): (Value | null)[][] {
  const given = rows.map((row, index) => ({
    unit: needed(row, 'unit', index),
    coder: needed(row, 'coder', index),
    value: row['value']?.trim() ?? '',
  }))
  const numeric = given.every(({ value }) => value === '' || Number.isFinite(Number(value)))
  const coders = [...new Set(given.map(({ coder }) => coder))]
  const units = new Map<string, (Value | null)[]>()
  for (const [index, { unit, coder, value }] of given.entries()) {
    const row = units.get(unit) ?? coders.map(() => null)
    const place = coders.indexOf(coder)
    if (row[place] !== null && row[place] !== undefined)
      throw new Refusal(`Line ${index + 2}: ${coder} gave unit ${unit} a value before.`)
    row[place] = value === '' ? null : numeric ? Number(value) : value
    units.set(unit, row)
  }
  return [...units.values()]
}

function ofDocuments(rows: readonly Row[]): object {
  const coders = [...new Set(rows.map((row, index) => needed(row, 'coder', index)))]
  const documents = Map.groupBy(
    rows.map((row, index) => ({ row, index })),
    ({ row, index }) => needed(row, 'document', index),
  )
  const all = endToEnd(
    [...documents].map(([, own]): Continuum => {
      const segments = own.map(({ row, index }) => ({
        coder: needed(row, 'coder', index),
        code: needed(row, 'code', index),
        from: offset(row, 'from', index),
        to: offset(row, 'to', index),
        length: row['length']?.trim() ? offset(row, 'length', index) : 0,
      }))
      return {
        length: segments.reduce((most, { to, length }) => Math.max(most, to, length), 0),
        coders: coders.map((name): CoderOfText => ({
          name,
          segments: segments.filter(({ coder }) => coder === name),
        })),
      }
    }),
  )
  return {
    documents: documents.size,
    coders,
    length: all.length,
    per_code: Object.fromEntries(codesOf(all).map((code) => [code, ofOneCode(ofCode(all, code))])),
  }
}

/** uα of one code against all else, and for each pair of coders how many segments and characters meet. */
function ofOneCode(continuum: Continuum) {
  const pairs = continuum.coders.flatMap((one, index) =>
    continuum.coders.slice(index + 1).map((other) => ({ one, other })),
  )
  return {
    u_alpha: uAlpha(continuum).u,
    pairs: pairs.map(({ one, other }) => ({
      coders: [one.name, other.name],
      segments_any_overlap: segmentAgreement(one.segments, other.segments, { leastShareOfSpan: 0 })
        .share,
      segments_half_shared: segmentAgreement(one.segments, other.segments, {
        leastShareOfSpan: 0.5,
      }).share,
      ...characterOverlap(one.segments, other.segments),
    })),
    overlap_rule: 'shared by spanned together',
  }
}

function needed(row: Row, name: string, index: number): string {
  const value = row[name]?.trim() ?? ''
  if (value === '') throw new Refusal(`Line ${index + 2}: the column ${name} is empty.`)
  return value
}

function offset(row: Row, name: string, index: number): number {
  const value = Number(needed(row, name, index))
  if (!Number.isInteger(value) || value < 0)
    throw new Refusal(`Line ${index + 2}: ${name} must be a whole number from 0, not ${row[name]}.`)
  return value
}
