import type { DocumentKind } from '@throughline/contract/documents'
import type { Protocol } from '@throughline/contract/protocol'

/** What a study has when somebody asks whether it may open. */
export interface Readiness {
  protocol: Pick<Protocol, 'contact' | 'deputy' | 'outOfHours'>
  sites: number
  /** Sites at which an approval stands today. */
  recruiting: number
  coordinators: number
  /** Kinds of which a version is in force, and the sites whose debrief is. */
  inForce: readonly { kind: DocumentKind; site: string | null }[]
  recruitingSites: readonly { id: string; name: string }[]
}

const neededKinds = [
  'information sheet',
  'eligibility',
  'sign-up form',
  'consent form',
] as const satisfies readonly DocumentKind[]

/**
 * What is missing before people can sign up: somebody to hear of a serious concern with a deputy and a text for the
 * hours when neither is there (R54), an approval (R81), what people read and agree to, and somebody who recruits.
 */
export function missingBeforeOpening(
  study: Readiness,
): { id: string; sentence: string; page: string }[] {
  const { protocol, sites, recruiting, coordinators, inForce } = study
  const contacts = 'protocol?part=contacts'
  const documents = 'protocol?part=documents'
  const items = [
    sites === 0 && { id: 'sites', sentence: 'Name the sites.', page: 'settings?part=sites' },
    protocol.contact === null && {
      id: 'contact',
      sentence: 'Name the point of contact for serious concern.',
      page: contacts,
    },
    protocol.deputy === null && {
      id: 'deputy',
      sentence: 'Name a deputy of the point of contact.',
      page: contacts,
    },
    protocol.outOfHours.trim() === '' && {
      id: 'out-of-hours',
      sentence: 'Write what people are told out of hours.',
      page: contacts,
    },
    recruiting === 0 && {
      id: 'approval',
      sentence: 'Enter an ethics approval that stands today.',
      page: 'protocol?part=approvals',
    },
    coordinators === 0 && {
      id: 'coordinator',
      sentence: 'Invite a coordinator: only that role sees who signs up.',
      page: 'settings?part=team',
    },
    ...neededKinds.map(
      (kind) =>
        !inForce.some((one) => one.kind === kind) && {
          id: kind.replaceAll(' ', '-'),
          sentence: `Put the ${kind} in force.`,
          page: documents,
        },
    ),
    ...study.recruitingSites.map(
      ({ id, name }) =>
        !inForce.some((one) => one.kind === 'debrief' && one.site === id) && {
          id: `debrief-${id}`,
          sentence: `Put the debrief message of ${name} in force.`,
          page: documents,
        },
    ),
  ]
  return items.filter((item) => item !== false)
}

/** Why a protocol cannot be as it would be; null when it can. */
export function problemOfProtocol(protocol: Protocol): string | null {
  const { windowFrom, windowUntil, cellLeast, cellMost, contact, deputy, glossary } = protocol
  if (windowFrom !== null && windowUntil !== null && windowUntil < windowFrom)
    return 'The collection window ends before it begins.'
  if (cellMost !== null && cellMost < cellLeast)
    return 'A cell cannot take fewer people than it needs.'
  if (contact !== null && contact === deputy)
    return 'The deputy is somebody else than the point of contact.'
  const terms = glossary.map(({ term }) => term.toLowerCase())
  const twice = terms.find((term, index) => terms.indexOf(term) !== index)
  return twice === undefined ? null : `The term “${twice}” stands twice in the glossary.`
}
