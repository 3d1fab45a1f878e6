import type {
  AttributeKind,
  AttributeValue,
  QuoteConsent,
} from '@throughline/contract/participants'
import { checkValue, isDate, sameName, type Taken } from '../rules.ts'

/** How values are written into the cells of a spreadsheet, and what is read from them. Pure. */

/** What separates several choices in one cell. */
const separator = '; '

/**
 * A cell that begins with one of these is run as a formula by spreadsheet programs (OWASP, "CSV Injection"):
 * an apostrophe before it stops that. One more where an apostrophe stood already, so that it reads back exactly.
 */
const dangerous = /^'*[=+\-@\t\r＝＋－＠]/

export function guard(text: string): string {
  return dangerous.test(text) ? `'${text}` : text
}

export function unguard(text: string): string {
  return text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text
}

/** A value as the text of a cell; numbers are safe as they are. */
export function writeValue(value: AttributeValue | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return guard(typeof value === 'string' ? value : value.join(separator))
}

/** @param text of a cell that is not empty */
export function readValue(
  attribute: { name: string; kind: AttributeKind; choices: readonly string[] },
  text: string,
): Taken<AttributeValue | null> {
  const { kind, choices } = attribute
  const plain = unguard(text)
  switch (kind) {
    case 'text':
      return checkValue(attribute, plain)
    case 'number': {
      const number = numberFrom(text)
      return typeof number === 'number' ? checkValue(attribute, number) : number
    }
    case 'date': {
      const date = dateFrom(text)
      return typeof date === 'string' ? { value: date } : date
    }
    case 'one choice': {
      const choice = choiceFrom(choices, plain)
      return choice === null ? unknownChoice(plain, choices) : { value: choice }
    }
    case 'several choices': {
      const chosen: string[] = []
      for (const part of partsOf(plain)) {
        const choice = choiceFrom(choices, part)
        if (choice === null) return unknownChoice(part, choices)
        chosen.push(choice)
      }
      return checkValue(attribute, chosen)
    }
  }
}

/** The choices that stand in one cell. */
export function partsOf(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function choiceFrom(choices: readonly string[], text: string): string | null {
  return (
    choices.find((choice) => choice === text) ??
    choices.find((choice) => sameName(choice, text)) ??
    null
  )
}

function unknownChoice(text: string, choices: readonly string[]): { problem: string } {
  return {
    problem:
      choices.length === 0
        ? `“${text}” is no choice: there are none yet.`
        : `“${text}” is none of the choices (${choices.join('; ')}).`,
  }
}

/** A number with a point or a comma before its decimals; `1,234` could be both and is refused. */
export function numberFrom(text: string): number | { problem: string } {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const number = Number(text)
    if (Number.isFinite(number)) return number
  }
  if (/^[+-]?\d{1,3},\d{3}$/.test(text))
    return {
      problem: `“${text}” may be a thousand or a decimal. Write ${text.replace(',', '')} or ${text.replace(',', '.')}.`,
    }
  if (/^[+-]?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'))
  return { problem: `“${text}” is no number.` }
}

/** Days since 1899-12-30 that a spreadsheet shows as a date: 1954 to 2119, so that no year is taken for one. */
const firstSerial = 20_000
const lastSerial = 80_000
const dayInMs = 86_400_000

/** A day: ISO 8601, `1.10.2022`, `25/12/2022`, or the number that a spreadsheet keeps for it. */
export function dateFrom(text: string): string | { problem: string } {
  const day = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, '')
  if (isDate(day)) return day
  if (/^\d+$/.test(text) && Number(text) >= firstSerial && Number(text) <= lastSerial)
    return new Date(Date.UTC(1899, 11, 30) + Number(text) * dayInMs).toISOString().slice(0, 10)
  const numbers = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(day)
  if (numbers) {
    const [, first = '', mark, second = '', year = ''] = numbers
    const dayFirst = iso(year, second, first)
    const monthFirst = iso(year, first, second)
    if (mark === '.' && isDate(dayFirst)) return dayFirst
    if (isDate(dayFirst) && isDate(monthFirst) && dayFirst !== monthFirst)
      return { problem: `“${text}” may be two days. Write ${dayFirst} or ${monthFirst}.` }
    if (isDate(dayFirst)) return dayFirst
    if (isDate(monthFirst)) return monthFirst
  }
  return { problem: `“${text}” is no date. Write it as 2022-10-01.` }
}

function iso(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** A year group: `3`, `3.0`, `Year 3`, `Y3`. */
export function yearFrom(text: string): Taken<number> {
  const year = Number(/^(?:y|yr|year)?\.?\s*(\d{1,2})(?:\.0+)?$/i.exec(text)?.[1])
  return year >= 1 && year <= 12
    ? { value: year }
    : { problem: `“${text}” is no year group. Write a number from 1 to 12.` }
}

const consentWords: Record<QuoteConsent, readonly string[]> = {
  yes: ['yes', 'y', 'true', '1', 'agreed', 'given'],
  no: ['no', 'n', 'false', '0', 'declined', 'refused'],
  'not recorded': ['not recorded', 'unknown', 'missing', 'n/a', 'na', '?', '-'],
}

export function consentFrom(text: string): Taken<QuoteConsent> {
  const word = unguard(text).toLowerCase()
  if (consentWords.yes.includes(word)) return { value: 'yes' }
  if (consentWords.no.includes(word)) return { value: 'no' }
  if (consentWords['not recorded'].includes(word)) return { value: 'not recorded' }
  return { problem: `“${text}” says neither yes nor no. Write yes, no or not recorded.` }
}
