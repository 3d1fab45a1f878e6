import * as contract from '@throughline/contract/visit'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { visitUseCase } from '../../platform/visits/index.ts'
import { versionOf } from '../../study/index.ts'
import { personalAddress, writeTo } from '../letters.ts'
import { looksAutomatic } from '../rules.ts'
import { keepAnswers, keepIdentity } from '../sealed.ts'
import { changedEvent, writeMoves } from '../store.ts'
import { cleanAnswers, cleanIdentity, hashOfAddress, refuseBadPlace } from './answers.ts'

/** What a personal link allows. */
export const answerForOneself = 'answer for oneself'

export const signUp = visitUseCase({
  command: contract.signUp,
  may: 'sign up',
  kept: z.object({ link: z.string(), mailed: z.boolean() }),
  async run(context, { id, language, site, year, programme, seen, website, seconds, ...given }) {
    const { transaction, study, platform, visit, account } = context
    const { channel, referredBy } = await cameBy(context)
    await refuseBadPlace(context, { site, year, programme })
    const form = await versionOf(context, 'sign-up form', seen.form.document, seen.form.number)
    const eligibility = await versionOf(
      context,
      'eligibility',
      seen.eligibility.document,
      seen.eligibility.number,
    )
    await versionOf(context, 'information sheet', seen.sheet.document, seen.sheet.number)
    const identity = cleanIdentity(given.identity)
    const answers = cleanAnswers(given.answers, form, eligibility)

    await sql`select become_subject(${id})`.execute(transaction)
    const link = uuidv7()
    await platform.visits.openFor(transaction, {
      study,
      id: link,
      subject: id,
      may: [answerForOneself],
    })
    await sql`insert into sign_up (study_id, id, channel_id, site_id, year_group, programme_id, language, says_so,
        looks_automatic, contact_hash, link_id, seen)
      values (${study}, ${id}, ${channel}, ${site}, ${year}, ${programme}, ${language}, ${answers.saysSo},
        ${looksAutomatic(website, seconds)}, ${await hashOfAddress(context, platform.vault, identity)}, ${link},
        ${JSON.stringify(seen)}::jsonb)`.execute(transaction)
    if (referredBy !== null)
      await sql`insert into referral (study_id, sign_up_id, referred_by)
        values (${study}, ${id}, ${referredBy})`.execute(transaction)
    await keepIdentity(context, id, identity)
    await keepAnswers(context, id, answers)
    await writeMoves({ transaction, study, account }, [
      { signUp: id, from: null, to: 'signed up', reason: null },
    ])
    const isMailed = await writeTo(context, { id, language, link }, 'signed up')
    return {
      answer: { link, mailed: isMailed && platform.mail.sends },
      subject: { kind: 'sign-up', id },
      detail: { link: visit.link },
      events: [changedEvent],
    }
  },
  reveal: (platform, { link, mailed }) => ({ link: personalAddress(platform, link), mailed }),
})

/** @throws Problem where the link’s channel was closed */
async function cameBy({
  transaction,
  visit,
}: {
  transaction: Parameters<typeof versionOf>[0]['transaction']
  visit: { link: string }
}): Promise<{ channel: string; referredBy: string | null }> {
  const { rows } = await sql<{ channel_id: string | null; referred_by: string | null }>`
    select channel_id, referred_by from came_by(${visit.link})`.execute(transaction)
  const channel = rows[0]?.channel_id ?? null
  if (channel === null)
    throw Problem.conflict('closed', 'Nobody can sign up by this link any more. Nothing was kept.')
  return { channel, referredBy: rows[0]?.referred_by ?? null }
}
