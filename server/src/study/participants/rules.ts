import type {
  AttributeKind,
  AttributeValue,
  QuoteConsent,
} from '@throughline/contract/participants'

/** What is recorded of a participant, with the ids of sites and attributes. */
export interface ParticipantRecord {
  label: string
  site: string | null
  /** Year group, 1 for the first year. */
  year: number | null
  quoteConsent: QuoteConsent
  note: string
  /** Attribute id → value; what was not recorded is left out. */
  attributes: Record<string, AttributeValue>
}

export interface AttributeDefinition {
  id: string
  name: string
  kind: AttributeKind
  choices: readonly string[]
}

/** A value that was taken, or the reason why it is not: a sentence for a person. */
export type Taken<Value> = { value: Value } | { problem: string }

/** The headings of a spreadsheet of participants; an attribute cannot take their names. */
export const headings = {
  label: 'Participant',
  site: 'Site',
  year: 'Year',
  quoteConsent: 'Consent to be quoted',
  note: 'Note',
} as const

/**
 * A participant's id as it is written everywhere (`P007`, `P1200`), from what somebody wrote: `P7`, `p007`, `7`,
 * `007`. Null when it is no id. There is one way only to write each, so that no two differ by a zero.
 */
export function labelFrom(text: string): string | null {
  const digits = /^(?:p[\s-]*)?0*([1-9][0-9]{0,5})$/i.exec(text.trim())?.[1]
  return digits === undefined ? null : `P${digits.padStart(3, '0')}`
}

/** The next free id: one after the greatest, so that the id of somebody removed is not given to somebody else. */
export function nextLabel(taken: Iterable<string>): string {
  const numbers = new Set([...taken].map((label) => Number(label.slice(1))))
  let next = Math.max(0, ...numbers) + 1
  if (next > 999_999) for (next = 1; numbers.has(next);) next += 1
  return `P${String(next).padStart(3, '0')}`
}

/** Text as it is kept: LF line ends, no control characters, no space around it. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      // What XML 1.0 cannot hold, a spreadsheet cannot either.
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g, '')
      .trim()
  )
}

/** The same on one line, for names and choices. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ')
}

/** Whether two names are the same to a reader. */
export function sameName(one: string, other: string): boolean {
  return cleanLine(one).toLowerCase() === cleanLine(other).toLowerCase()
}

/** Why an attribute cannot have this name; null when it can. */
export function problemOfAttributeName(name: string): string | null {
  return Object.values(headings).some((heading) => sameName(heading, name))
    ? `“${name}” is recorded of every participant already. Give the attribute another name.`
    : null
}

/** Why an attribute of this kind cannot have these choices; null when it can. */
export function problemOfChoices(kind: AttributeKind, choices: readonly string[]): string | null {
  const chosen = kind === 'one choice' || kind === 'several choices'
  if (!chosen && choices.length > 0) return `An attribute of the kind “${kind}” has no choices.`
  const twice = choices.find((choice, index) =>
    choices.some((other, otherIndex) => otherIndex < index && sameName(choice, other)),
  )
  return twice === undefined ? null : `The choice “${twice}” stands twice.`
}

/** A value as it is kept, or why it cannot be one of this attribute. Null when nothing is recorded. */
export function checkValue(
  { name, kind, choices }: Pick<AttributeDefinition, 'name' | 'kind' | 'choices'>,
  value: AttributeValue,
): Taken<AttributeValue | null> {
  switch (kind) {
    case 'text':
      if (typeof value !== 'string') return { problem: `${name} is text.` }
      return { value: cleanText(value) || null }
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return { problem: `${name} is a number.` }
      return { value: value === 0 ? 0 : value }
    case 'date':
      if (typeof value !== 'string' || !isDate(value))
        return { problem: `${name} is a date, such as 2022-10-01.` }
      return { value }
    case 'one choice':
      if (typeof value !== 'string' || !choices.includes(value))
        return { problem: `${name} is one of: ${choices.join('; ')}.` }
      return { value }
    case 'several choices': {
      if (!Array.isArray(value) || !value.every((choice) => choices.includes(choice)))
        return { problem: `${name} is some of: ${choices.join('; ')}.` }
      const chosen = choices.filter((choice) => value.includes(choice))
      return { value: chosen.length > 0 ? chosen : null }
    }
  }
}

/** Whether this is a day of the calendar, written `2022-10-01`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
