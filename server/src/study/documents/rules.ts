import type {
  DocumentContent,
  DocumentKind,
  ExclusionRule,
  VersionState,
} from '@throughline/contract/documents'
import { documentContent, mailName } from '@throughline/contract/documents'
import { cleanText } from '../participants/rules.ts'

/** How a version stands at a moment, among all versions of its document. */
export function stateOf(
  version: { number: number; approvedAt: Date | null; inForceFrom: Date | null },
  all: readonly { number: number; inForceFrom: Date | null }[],
  now: Date,
): VersionState {
  if (version.approvedAt === null) return 'draft'
  if (version.inForceFrom === null || version.inForceFrom > now) return 'approved'
  return inForceOf(all, now)?.number === version.number ? 'in force' : 'superseded'
}

/** The version in force at a moment: of those whose moment has come, the latest. */
export function inForceOf<Version extends { number: number; inForceFrom: Date | null }>(
  versions: readonly Version[],
  now: Date,
): Version | null {
  const begun = versions.filter(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= now)
  return (
    begun.toSorted(
      (one, other) =>
        (other.inForceFrom?.getTime() ?? 0) - (one.inForceFrom?.getTime() ?? 0) ||
        other.number - one.number,
    )[0] ?? null
  )
}

/** Kinds of which a study has one in each language; of the others several, told apart by name or site. */
const single: readonly DocumentKind[] = [
  'information sheet',
  'eligibility',
  'sign-up form',
  'consent form',
  'interview guide',
  'distress protocol',
]

/** Why a document cannot be called so, or stand at this site; null when it can. */
export function problemOfPlace(
  kind: DocumentKind,
  name: string,
  site: string | null,
): string | null {
  if (single.includes(kind) && name !== '')
    return `A study has one ${kind} in each language, so it has no name of its own.`
  if (kind === 'debrief' && site === null)
    return 'A debrief message is its site’s own. Say for which site it is.'
  if (kind !== 'debrief' && site !== null) return 'Only a debrief message belongs to one site.'
  if (kind === 'mail' && !mailName.safeParse(name).success)
    return `The study sends no mail called “${name}”.`
  if (kind === 'recruitment text' && name === '')
    return 'Say for which channel this text is, such as “Newsletter”.'
  return null
}

/** Why this content cannot be approved; null when it can. Drafts may have gaps. */
export function problemOfContent(content: DocumentContent): string | null {
  const gap = gapIn(content)
  if (gap !== null) return gap
  const twice = duplicateOf(partIds(content))
  if (twice !== null) return `Two parts have the same id “${twice}”.`
  switch (content.kind) {
    case 'information sheet':
    case 'recruitment text':
    case 'distress protocol':
    case 'debrief':
      if (content.heading.trim() === '') return 'It has no heading yet.'
      return content.body.trim() === '' ? 'It has no text yet.' : null
    case 'consent form': {
      const takesPart = content.statements.filter(({ purpose }) => purpose === 'take part')
      if (!takesPart.some(({ must }) => must))
        return 'It needs a statement to take part that must be agreed to.'
      const loose = (['record', 'quote', 'contact again'] as const).find(
        (purpose) => !content.statements.some((statement) => statement.purpose === purpose),
      )
      return loose === undefined
        ? null
        : `It has no statement for the purpose “${loose}”; each consent is its own.`
    }
    case 'interview guide':
      return content.sections.some(({ questions }) => questions.length > 0)
        ? null
        : 'It has no question yet.'
    case 'sign-up form': {
      const bare = content.questions.find(
        ({ kind, choices }) => kind !== 'text' && choices.length < 2,
      )
      return bare === undefined ? null : `“${bare.label}” needs at least two choices.`
    }
    case 'mail':
      return content.body.trim() === '' ? 'It has no text yet.' : null
    case 'eligibility':
      return null
  }
}

/**
 * A content as it is kept: every text without control characters, with LF line ends, without space around it. Null when
 * a part that needs a text has none left.
 */
export function cleanContent(content: DocumentContent): DocumentContent | null {
  return documentContent.safeParse(cleaned(content)).data ?? null
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]))
}

/** What a draft leaves open; null when nothing. */
function gapIn(content: DocumentContent): string | null {
  const empty = (texts: readonly string[]) => texts.some((text) => text.trim() === '')
  switch (content.kind) {
    case 'eligibility':
      if (empty([content.statement])) return 'It does not say yet what somebody says of themselves.'
      if (empty(content.groups.map(({ label }) => label)))
        return 'A guidance group has no label yet.'
      return empty(content.exclusions.flatMap(({ question, rationale }) => [question, rationale]))
        ? 'An exclusion has no question, or does not say why it excludes.'
        : null
    case 'sign-up form':
      if (empty([content.whoAsks, content.heading, content.lede]))
        return 'It does not say yet who asks, and what for.'
      if (empty(content.questions.flatMap(({ label, why }) => [label, why])))
        return 'A question has no words, or does not say why it is asked.'
      return empty(content.questions.flatMap(({ choices }) => choices.map(({ label }) => label)))
        ? 'A choice has no words yet.'
        : null
    case 'consent form':
      if (empty(content.statements.map(({ text }) => text))) return 'A statement has no words yet.'
      return empty([content.untilCutOff, content.afterCutOff])
        ? 'It does not say yet what a withdrawal means, before the cut-off and after it.'
        : null
    case 'interview guide':
      return empty(
        content.sections.flatMap(({ title, questions }) => [
          title,
          ...questions.map(({ text }) => text),
        ]),
      )
        ? 'A section or a question has no words yet.'
        : null
    case 'mail':
      return empty([content.subject]) ? 'It has no subject yet.' : null
    default:
      return null
  }
}

function partIds(content: DocumentContent): string[] {
  switch (content.kind) {
    case 'eligibility':
      return [...content.groups, ...content.exclusions].map(({ id }) => id)
    case 'sign-up form':
      return content.questions.map(({ id }) => id)
    case 'consent form':
      return content.statements.map(({ id }) => id)
    case 'interview guide':
      return content.sections.flatMap(({ id, questions }) => [
        id,
        ...questions.map((one) => one.id),
      ])
    default:
      return []
  }
}

function duplicateOf(ids: readonly string[]): string | null {
  return ids.find((id, index) => ids.indexOf(id) !== index) ?? null
}

/**
 * Whether an exclusion applies to an answer (R24): a date that lies in the months before the as-of day, or after it,
 * or a yes. What was not answered excludes nobody.
 *
 * @param answer a day (ISO 8601), yes, no, or nothing
 * @param signedUpOn the day of the sign-up, UTC
 */
export function excludes(
  { when, asOf }: Pick<ExclusionRule, 'when' | 'asOf'>,
  answer: string | boolean | null,
  signedUpOn: string,
): boolean {
  if (when.kind === 'yes') return answer === true
  if (typeof answer !== 'string') return false
  return answer > monthsBefore(asOf ?? signedUpOn, when.months)
}

/** The day so many months earlier; the last of its month where the month is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}
