import { createHash, createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction, Database, EarlierStep, Member } from '../database/database.ts'
import { Problem } from '../http/problem.ts'

/** Who came by a link. */
export interface Visit {
  study: string
  link: string
  /** Whose own data the link opens; null for a common one. */
  subject: string | null
  /** The visitor as those see it who ask for a member: in no role, from no site. */
  member: Member
}

/** Links by which people without an account come, and what happens when they do. */
export interface Visits {
  /**
   * Makes a personal link to what is about `subject`, in the open transaction.
   * @returns its id; `addressOf` gives the link itself, as often as needed
   */
  openFor(
    transaction: AnyTransaction,
    link: { study: string; id: string; subject: string | null; may: readonly string[] },
  ): Promise<void>
  /** Makes a common link whose secret part is a word chosen by the room, short enough for a poster. */
  openCommon(
    transaction: AnyTransaction,
    link: { study: string; id: string; token: string; may: readonly string[] },
  ): Promise<void>
  /** The link no longer works. */
  close(transaction: AnyTransaction, study: string, id: string): Promise<void>
  /** A common link that was closed works again. */
  reopen(transaction: AnyTransaction, study: string, id: string): Promise<void>
  /** The secret part of a personal link. */
  tokenOf(id: string): string
  /**
   * Runs `work` in one transaction as whoever has this link.
   * @throws Problem 404 when there is no such link, or it was closed
   */
  enter<Result>(
    token: string,
    key: string | null,
    work: (
      transaction: AnyTransaction,
      visit: Visit,
      earlier: EarlierStep | null,
    ) => Promise<Result>,
  ): Promise<Result>
}

const visitRow = z.object({
  study: z.string().nullable(),
  link: z.string().nullable(),
  subject: z.string().nullable(),
  may: z.array(z.string()).nullable(),
  before: z
    .object({ account: z.string(), fingerprint: z.string(), answer: z.unknown() })
    .nullable(),
})

/** @param secret signs personal links */
export function createVisits(choice: { database: Database; secret: string }): Visits {
  const { database, secret } = choice

  const tokenOf = (id: string) =>
    createHmac('sha256', secret).update(`visit ${id}`).digest('base64url')

  async function insert(
    transaction: AnyTransaction,
    link: { study: string; id: string; subject: string | null; may: readonly string[] },
    token: string,
  ): Promise<void> {
    await sql`insert into visit_link (study_id, id, token_hash, subject, may)
      values (${link.study}, ${link.id}, ${hashOf(token)}, ${link.subject}, ${[...link.may]}::text[])`.execute(
      transaction,
    )
  }

  return {
    openFor: (transaction, link) => insert(transaction, link, tokenOf(link.id)),
    openCommon: (transaction, link) => insert(transaction, { ...link, subject: null }, link.token),
    async close(transaction, study, id) {
      await sql`update visit_link set closed_at = now()
        where study_id = ${study} and id = ${id} and closed_at is null`.execute(transaction)
    },
    async reopen(transaction, study, id) {
      await sql`update visit_link set closed_at = null where study_id = ${study} and id = ${id}`.execute(
        transaction,
      )
    },
    tokenOf,
    enter: (token, key, work) =>
      database.kysely.transaction().execute(async (transaction) => {
        const { rows } = await sql`select * from begin_visit(${hashOf(token)}, ${key})`.execute(
          transaction,
        )
        const { study, link, subject, may, before } = visitRow.parse(rows[0])
        if (study === null || link === null)
          throw Problem.notFound(
            'This link does not work, or no longer. Ask whoever gave it to you for a new one.',
          )
        const member = {
          account: `link:${link}`,
          study,
          role: 'visitor',
          site: null,
          actions: new Set(may ?? []),
        }
        return work(transaction, { study, link, subject, member }, before)
      }),
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
