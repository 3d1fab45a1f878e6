import { withClient } from '@throughline/server/platform/postgres'
import type { ClientConfig } from 'pg'
import { Refusal } from './exit-codes.ts'

/** Whose work a command does: it stands under their name, with their rights. */
export interface Acting {
  id: string
  name: string
  email: string
  owner: boolean
}

interface Lead extends Acting {
  role: string
}

/**
 * A study by its id or its title (or the only one whose title begins like that), and the member in whose name to work:
 * whom `--as` names, otherwise its only lead.
 *
 * @throws Refusal
 */
export async function findStudy(
  owner: ClientConfig,
  wanted: string,
  as: string | undefined,
): Promise<{ study: string; title: string; account: Acting }> {
  return withClient(owner, async (client) => {
    const { rows: studies } = await client.query<{ study: string; title: string }>(
      'select study_id as study, title from study order by title',
    )
    const found = pick(studies, wanted)
    const { rows: members } = await client.query<Lead>(
      `select person.id, name, email, owner, role from member join person on person.id = account_id
       where study_id = $1 and left_at is null order by joined_at`,
      [found.study],
    )
    return { ...found, account: pickMember(members, found.title, as) }
  })
}

function pick(studies: { study: string; title: string }[], wanted: string) {
  const small = wanted.trim().toLocaleLowerCase()
  const titled = (matches: (title: string) => boolean) =>
    studies.filter(({ title }) => matches(title.toLocaleLowerCase()))
  const ways = [
    studies.filter(({ study }) => study === small),
    titled((title) => title === small),
    titled((title) => title.startsWith(small)),
  ]
  const matching = ways.find((way) => way.length > 0) ?? []
  const [found] = matching
  if (found && matching.length === 1) return found
  const list = studies.map(({ study, title }) => `\n  ${study}  ${title}`).join('')
  throw new Refusal(
    studies.length === 0
      ? 'There is no study yet. Found one in the browser, or run "throughline example".'
      : found
        ? `Several studies are called "${wanted}". Name one by its id:${list}`
        : `There is no study "${wanted}". These are there:${list}`,
  )
}

function pickMember(members: Lead[], title: string, as: string | undefined): Acting {
  if (as !== undefined) {
    const found = members.find(({ email }) => email.toLowerCase() === as.toLowerCase())
    if (found) return found
    throw new Refusal(
      `Nobody with the address ${as} is in "${title}". Its members are listed in its settings.`,
    )
  }
  const leads = members.filter(({ role }) => role === 'lead')
  const [lead] = leads
  if (lead && leads.length === 1) return lead
  throw new Refusal(
    `"${title}" has ${leads.length} leads. Say with --as ADDRESS in whose name this is to be done.`,
  )
}

/** The account in whose name to work above any study: whom `--as` names, otherwise the only owner. @throws Refusal */
export async function findAccount(owner: ClientConfig, as: string | undefined): Promise<Acting> {
  const { rows } = await withClient(owner, (client) =>
    client.query<Acting>('select id, name, email, owner from person order by created_at'),
  )
  if (rows.length === 0)
    throw new Refusal(
      'Nobody has an account yet. Start Throughline, open the set-up link that it prints, and come back.',
    )
  const found =
    as === undefined
      ? rows.filter((person) => person.owner)
      : rows.filter(({ email }) => email.toLowerCase() === as.toLowerCase())
  const [account] = found
  if (account && found.length === 1) return account
  throw new Refusal(
    as === undefined
      ? `There are ${found.length} owners. Say with --as ADDRESS in whose name this is to be done.`
      : `Nobody has an account with the address ${as}.`,
  )
}
