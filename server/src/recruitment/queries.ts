import type {
  getSignUp,
  listSignUps,
  SignUpRow,
  SignUpState,
} from '@throughline/contract/recruitment'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ReadContext, SentFile } from '../platform/http/endpoints.ts'
import { writeTable } from '../platform/spreadsheets/index.ts'
import { type Action, sitesOf, versionOf } from '../study/index.ts'
import { excludedBy } from './exclusions.ts'
import { personalAddress } from './letters.ts'
import { moves, reasonsFor } from './rules.ts'
import { auditLook, contactsOf, namesOf, personOf } from './sealed.ts'
import { type SignUp, signUpColumns, signUpOrRefuse, signUpsFrom } from './store.ts'

type Asked = z.output<typeof listSignUps.search>

const pageSize = 50
const maySeeNames = ({ member }: ReadContext) =>
  member.actions.has('see identities' satisfies Action)

/** A page of those who signed up, the newest first. */
export async function signUpsOf(
  context: ReadContext,
  asked: Asked,
): Promise<z.input<typeof listSignUps.answer>> {
  const { transaction, study, account } = context
  const { rows: counts } = await sql<{ state: SignUpState; count: number }>`
    select state, count(*) as count from sign_up where study_id = ${study} group by 1`.execute(
    transaction,
  )
  const { people, total } =
    asked.find === undefined || asked.find.trim() === ''
      ? await pageOf(context, asked)
      : await found(context, asked, asked.find)
  const ids = people.map(({ id }) => id)
  const names = maySeeNames(context) ? await namesOf(context, ids) : new Map<string, string>()
  await auditLook({ transaction, study, account: account.id }, [...names.keys()])
  return {
    signUps: people.map((person) => rowOf(person, names.get(person.id) ?? null)),
    total,
    pageSize,
    states: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    moves: context.member.actions.has('recruit' satisfies Action)
      ? Object.fromEntries(Object.entries(moves).map(([state, to]) => [state, [...to]]))
      : {},
    reasons: Object.fromEntries(
      Object.entries(reasonsFor).map(([state, reasons]) => [state, [...reasons]]),
    ),
  }
}

function rowOf(signUp: SignUp, name: string | null): SignUpRow {
  const { link: _, seen: __, ...person } = signUp
  return {
    ...person,
    since: person.since.toISOString(),
    signedUpAt: person.signedUpAt.toISOString(),
    name,
  }
}

function condition(study: string, { state, site, year, channel }: Asked) {
  return sql`study_id = ${study} and (cardinality(${state}::text[]) = 0 or state = any(${state}::text[]))
    and (${site ?? null}::uuid is null or site_id = ${site ?? null})
    and (${year ?? null}::int is null or year_group = ${year ?? null})
    and (${channel ?? null}::uuid is null or channel_id = ${channel ?? null})`
}

async function pageOf({ transaction, study }: ReadContext, asked: Asked) {
  const { rows } = await sql`select ${signUpColumns} from sign_up where ${condition(study, asked)}
    order by signed_up_at desc, id desc limit ${pageSize} offset ${asked.page * pageSize}`.execute(
    transaction,
  )
  const { rows: all } = await sql<{ total: number }>`select count(*) as total from sign_up
    where ${condition(study, asked)}`.execute(transaction)
  return { people: signUpsFrom(rows), total: all[0]?.total ?? 0 }
}

/** Names lie under keys, so that no index finds them: all that are asked for are opened and compared here. */
async function found(context: ReadContext, asked: Asked, find: string) {
  const { transaction, study } = context
  const { rows } = await sql<{ id: string; label: string | null }>`
    select id, (select label from participant where participant.study_id = sign_up.study_id
      and participant.id = sign_up.id) as label
    from sign_up where ${condition(study, asked)} order by signed_up_at desc, id desc`.execute(
    transaction,
  )
  const ids = rows.map(({ id }) => id)
  const may = maySeeNames(context)
  const names = may ? await namesOf(context, ids) : new Map<string, string>()
  const contacts = may ? await contactsOf(context, ids) : new Map<string, { email: string }>()
  const wanted = comparable(find)
  const hits = rows.filter(({ id, label }) =>
    [label, names.get(id), contacts.get(id)?.email].some(
      (text) => text !== undefined && text !== null && comparable(text).includes(wanted),
    ),
  )
  const page = hits.slice(asked.page * pageSize, (asked.page + 1) * pageSize).map(({ id }) => id)
  const { rows: people } = await sql`select ${signUpColumns} from sign_up
    where study_id = ${study} and id = any(${page}::uuid[]) order by signed_up_at desc, id desc`.execute(
    transaction,
  )
  return { people: signUpsFrom(people), total: hits.length }
}

const comparable = (text: string) =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()

/** One person, with what they gave where the reader may see it. */
export async function signUpOf(
  context: ReadContext,
  id: string,
): Promise<z.input<typeof getSignUp.answer>> {
  const { transaction, platform, study, account, member } = context
  const person = await signUpOrRefuse(context, id)
  const may = maySeeNames(context)
  const given = may ? await personOf(context, id) : { identity: null, answers: null, note: '' }
  if (may) await auditLook({ transaction, study, account: account.id }, [id])
  const { sheet, form, eligibility } = person.seen
  const rules = await versionOf(context, 'eligibility', eligibility.document, eligibility.number)
  const { rows: history } = await sql<{
    from: SignUpState | null
    to: SignUpState
    reason: SignUpRow['reason']
    by: string
    at: Date
  }>`select from_state as from, to_state as to, reason, account_id as by, at from sign_up_move
    where study_id = ${study} and sign_up_id = ${id} order by sign_up_move.id`.execute(transaction)
  const { rows: referral } = await sql<{ referred_by: string }>`select referred_by from referral
    where study_id = ${study} and sign_up_id = ${id}`.execute(transaction)
  return {
    row: rowOf(person, given.identity?.name ?? null),
    ...given,
    seen: {
      eligibility: rules,
      form: await versionOf(context, 'sign-up form', form.document, form.number),
      sheet: await versionOf(context, 'information sheet', sheet.document, sheet.number),
    },
    excludedBy: given.answers ? excludedBy(rules, given.answers, person) : [],
    referredBy: referral[0]?.referred_by ?? null,
    history: history.map(({ by, at, ...move }) => ({
      ...move,
      by: by.startsWith('link:') ? null : by,
      at: at.toISOString(),
    })),
    moves: member.actions.has('recruit' satisfies Action) ? [...moves[person.state]] : [],
    link: may && given.identity !== null ? personalAddress(platform, person.link) : null,
  }
}

/** All who signed up, as a table; names only where they are asked for. */
export async function exportSignUps(
  context: ReadContext,
  as: 'csv' | 'xlsx',
  withNames: boolean,
): Promise<SentFile> {
  const { transaction, study, account } = context
  const { rows } = await sql`select ${signUpColumns} from sign_up
    where study_id = ${study} order by signed_up_at, id`.execute(transaction)
  const people = signUpsFrom(rows)
  const { rows: channels } = await sql<{ id: string; name: string }>`select id, name from channel
    where study_id = ${study}`.execute(transaction)
  const sites = await sitesOf(transaction, study)
  const ids = people.map(({ id }) => id)
  const names = withNames ? await namesOf(context, ids) : new Map<string, string>()
  const contacts = withNames ? await contactsOf(context, ids) : new Map<string, never>()
  await auditLook({ transaction, study, account: account.id }, [...names.keys()])
  const nameIn = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? ''
  return writeTable(
    {
      name: 'Sign-ups',
      header: [
        'Signed up',
        ...(withNames ? ['Name', 'E-mail', 'Telephone'] : []),
        'Participant',
        'Site',
        'Year',
        'Channel',
        'State',
        'Since',
        'Reason',
        'Available',
      ],
      rows: people.map((person) => {
        const contact = contacts.get(person.id)
        return [
          person.signedUpAt.toISOString(),
          ...(withNames
            ? [names.get(person.id) ?? '', contact?.email ?? '', contact?.phone ?? '']
            : []),
          person.label ?? '',
          nameIn(sites, person.site),
          person.year,
          nameIn(channels, person.channel),
          person.state,
          person.since.toISOString(),
          person.reason ?? '',
          person.available === null ? '' : person.available ? 'yes' : 'no',
        ]
      }),
    },
    as,
  )
}
