import type { DocumentKind } from '@throughline/contract/documents'
import type { InvitingPage, MyPage } from '@throughline/contract/visit'
import { sql } from 'kysely'
import { Problem } from '../../platform/http/problem.ts'
import type { VisitReadContext } from '../../platform/visits/index.ts'
import {
  type InForce,
  inForceNow,
  inLanguage,
  programmesOf,
  protocolOf,
  recruitingSites,
} from '../../study/index.ts'
import { mayChangeAnswers } from '../rules.ts'
import { personOf } from '../sealed.ts'
import { signUpOrRefuse } from '../store.ts'
import { mayLeave } from './leave-study.ts'

/** What somebody reads who thinks of taking part. */
export async function invitingPage(
  context: VisitReadContext,
  language: string,
): Promise<InvitingPage> {
  const { transaction, study, visit } = context
  const { protocol, openedAt, closedAt } = await protocolOf(context)
  const sheets = await inForceNow(context, 'information sheet')
  const forms = await inForceNow(context, 'sign-up form')
  const eligibilities = await inForceNow(context, 'eligibility')
  const sites = await placesOf(context)
  const { rows } = await sql<{
    site_id: string | null
  }>`select site_id from came_by(${visit.link})`.execute(transaction)
  return {
    study: await titleOf(context),
    closed:
      openedAt === null
        ? 'not open'
        : closedAt !== null
          ? 'closed'
          : sites.length === 0
            ? 'no site recruits'
            : null,
    languages: languagesOf([sheets, forms, eligibilities]),
    sheet: shown(sheets, language),
    form: shown(forms, language),
    eligibility: shown(eligibilities, language),
    sites,
    site: rows[0]?.site_id ?? null,
    minutes: protocol.sessionMinutes,
    asksProgramme: protocol.frameAxis === 'programme',
  }

  async function titleOf(at: VisitReadContext): Promise<string> {
    return studyTitle(at.transaction, study)
  }
}

/** What somebody sees of themselves. */
export async function myPage(context: VisitReadContext, wished?: string): Promise<MyPage> {
  const { transaction, study, visit } = context
  const person = await signUpOrRefuse(context, subjectOf(visit))
  const language = wished ?? person.language
  const { identity, answers } = await personOf(context, person.id)
  const sheets = await inForceNow(context, 'information sheet')
  const forms = await inForceNow(context, 'sign-up form')
  const eligibilities = await inForceNow(context, 'eligibility')
  const consents = await inForceNow(context, 'consent form')
  const { protocol } = await protocolOf(context)
  return {
    study: await studyTitle(transaction, study),
    languages: languagesOf([sheets, forms, eligibilities, consents]),
    language,
    state: person.state,
    signedUpAt: person.signedUpAt.toISOString(),
    identity,
    site: person.site,
    year: person.year,
    programme: person.programme,
    answers,
    sites: await placesOf(context, person.site),
    form: shown(forms, language),
    eligibility: shown(eligibilities, language),
    sheet: shown(sheets, language),
    consentForm: person.state === 'invited' ? shown(consents, language) : null,
    mayChange: identity !== null && mayChangeAnswers(person.state),
    mayLeave: mayLeave(person.state),
    mayTellOthers: identity !== null && (await looksForFriends(context)),
    asksProgramme: protocol.frameAxis === 'programme',
  }
}

/** Whether people can hear of the study from those who signed up. */
export async function looksForFriends({
  transaction,
  study,
}: Pick<VisitReadContext, 'transaction' | 'study'>): Promise<boolean> {
  const { rows } = await sql`select from channel
    where study_id = ${study} and kind = 'snowball' and closed_at is null limit 1`.execute(
    transaction,
  )
  return rows.length > 0
}

/** @throws Problem 403 for a link that is nobody’s own */
export function subjectOf({ subject }: VisitReadContext['visit']): string {
  if (subject === null)
    throw Problem.notAllowed('This link is for everybody. Use the one that was sent to you.')
  return subject
}

async function studyTitle(
  transaction: VisitReadContext['transaction'],
  study: string,
): Promise<string> {
  const { rows } = await sql<{
    title: string
  }>`select title from study where study_id = ${study}`.execute(transaction)
  return rows[0]?.title ?? ''
}

function languagesOf(documents: readonly (readonly { language: string }[])[]): string[] {
  const all = documents.flatMap((versions) => versions.map(({ language }) => language))
  return [...new Set(['en', ...all])]
}

function shown<Kind extends DocumentKind>(versions: readonly InForce<Kind>[], language: string) {
  const version = inLanguage(versions, language)
  if (!version) return null
  const { name: _, site: __, ...rest } = version
  return rest
}

/** The sites that recruit, and one that somebody is at already; each with the names of its years. */
async function placesOf(
  context: VisitReadContext,
  also: string | null = null,
): Promise<InvitingPage['sites']> {
  const { transaction, study } = context
  const recruiting = await recruitingSites(context)
  const programmes = new Map((await programmesOf(context)).map((one) => [one.site, one.programmes]))
  const { rows } = await sql<{ id: string; name: string; years: number }>`
    select id, name, years from site where study_id = ${study}
      and (id = any(${recruiting}::uuid[]) or id = ${also}::uuid) order by position, name`.execute(
    transaction,
  )
  return rows.map(({ id, name, years }) => {
    const own = programmes.get(id) ?? []
    const names = own.length === 1 ? (own[0]?.yearNames ?? []) : []
    return {
      id,
      name,
      years: Array.from({ length: years }, (_, index) => ({
        number: index + 1,
        label: names[index] ?? '',
      })),
      programmes: own.map((programme) => ({ id: programme.id, name: programme.name })),
    }
  })
}
