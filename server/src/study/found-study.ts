import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { accountUseCase } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'

export const foundStudy = accountUseCase({
  command: contract.foundStudy,
  async run({ transaction, account, platform }, body) {
    await insertStudy(transaction, account, { ...body, example: false })
    // From here on the step belongs to the study, whose audit trail it begins.
    await platform.database.enter(transaction, account, body.id)
    return { answer: { id: body.id }, subject: { kind: 'study', id: body.id } }
  },
})

/** Makes a study with `account` as its lead, who must be the account of this transaction. */
export async function insertStudy(
  transaction: AnyTransaction,
  account: string,
  study: {
    id: string
    title: string
    aims: string
    paradigm: string
    approach: string
    example: boolean
    initials?: string | undefined
  },
): Promise<void> {
  const initials = study.initials ?? (await initialsOf(transaction, account))
  await sql`select found_study(${study.id}, ${study.title}, ${study.aims}, ${study.paradigm}, ${study.approach},
    ${study.example}, ${initials})`.execute(transaction)
}

async function initialsOf(transaction: AnyTransaction, account: string): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select name from person where id = ${account}`.execute(transaction)
  return initialsFrom(rows[0]?.name ?? '')
}

/** The first letters of up to three names, such as SA; `?` when there is no letter at all. */
export function initialsFrom(name: string): string {
  const letters = name
    .split(/[\s-]+/)
    .flatMap((part) => part.match(/[\p{L}\p{N}]/u) ?? [])
    .slice(0, 3)
  return letters.join('').toUpperCase() || '?'
}
