import * as contract from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import type { ReadContext, SentFile } from '../../platform/http/endpoints.ts'
import { Problem } from '../../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from '../changed-since.ts'
import { cleanLine } from '../participants/rules.ts'
import type { Action } from '../rules.ts'
import { approvalOrRefuse } from './store.ts'

const may = 'change the protocol' satisfies Action

const fields = z.object({
  kind: contract.approvalKind,
  committee: z.string(),
  reference: z.string(),
  grantedOn: z.string(),
  expiresOn: z.string().nullable(),
  withdrawnOn: z.string().nullable(),
})
type Fields = z.infer<typeof fields>

export const addApproval = useCase({
  command: contract.addApproval,
  may,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, site, ...given }) {
    const { transaction, study } = context
    const approval = { ...cleaned(given), withdrawnOn: null }
    refuseBadDates(approval)
    await sql`insert into approval (study_id, id, site_id, kind, committee, reference, granted_on, expires_on)
      values (${study}, ${id}, ${site}, ${approval.kind}, ${approval.committee}, ${approval.reference},
        ${approval.grantedOn}, ${approval.expiresOn})`.execute(transaction)
    return { answer: { id }, memory: {}, ...changed(id) }
  },
  async undo(context, _memory, { id }) {
    await remove(context, id)
    return changed(id)
  },
})

export const changeApproval = useCase({
  command: contract.changeApproval,
  may,
  sharedUndo: true,
  memory: z.object({ before: fields.partial(), after: fields.partial() }),
  async run(context, { id, ...change }) {
    const now = await lock(context, id)
    const memory = differences(now, cleaned(change))
    await write(context, id, { ...now, ...memory.after })
    return { answer: { id }, memory, ...changed(id) }
  },
  async undo(context, { before, after }, { id }) {
    const now = await lock(context, id)
    refuseIfChangedSince('This approval', now, after)
    await write(context, id, { ...now, ...before })
    return changed(id)
  },
})

export const removeApproval = useCase({
  command: contract.removeApproval,
  may,
  sharedUndo: true,
  memory: z.object({
    row: fields.extend({ site: z.string() }),
    letter: z.object({ file: z.string(), name: z.string() }).nullable(),
  }),
  async run(context, { id }) {
    const { site, letter } = await approvalOrRefuse(context, id)
    const row = { site, ...(await lock(context, id)) }
    await remove(context, id)
    return { answer: { id }, memory: { row, letter }, ...changed(id) }
  },
  async undo({ transaction, study }, { row, letter }, { id }) {
    await sql`insert into approval (study_id, id, site_id, kind, committee, reference, granted_on, expires_on,
        withdrawn_on, letter_file, letter_name)
      values (${study}, ${id}, ${row.site}, ${row.kind}, ${row.committee}, ${row.reference}, ${row.grantedOn},
        ${row.expiresOn}, ${row.withdrawnOn}, ${letter?.file ?? null}, ${letter?.name ?? null})`.execute(
      transaction,
    )
    return changed(id)
  },
})

/** Keeps the committee's letter; a later one takes its place. */
export async function keepLetter(
  context: ReadContext,
  id: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ file: string }> {
  const { transaction, platform, study, account } = context
  const { letter } = await approvalOrRefuse(context, id)
  const { id: file } = await platform.files.put(transaction, study, {
    content: bytes,
    subject: id,
    kind: 'identity',
    mediaType: 'application/octet-stream',
    name,
  })
  await sql`update approval set letter_file = ${file}, letter_name = ${cleanLine(name)}
    where study_id = ${study} and id = ${id}`.execute(transaction)
  await sql`insert into audit_entry (study_id, account_id, action, subject_kind, subject_id)
    values (${study}, ${account.id}, 'keep-approval-letter', 'approval', ${id})`.execute(
    transaction,
  )
  if (letter) await platform.files.remove(transaction, study, letter.file)
  return { file }
}

/** @throws Problem 404 */
export async function readLetter(context: ReadContext, id: string): Promise<SentFile> {
  const { letter } = await approvalOrRefuse(context, id)
  if (!letter) throw Problem.notFound('No letter was kept with this approval.')
  const file = await context.platform.files.read(context.transaction, context.study, letter.file)
  return { name: letter.name, mediaType: file.mediaType, content: await file.content() }
}

const changed = (id: string) => ({
  subject: { kind: 'approval', id },
  events: [{ name: 'protocol.approval-changed', may: '', data: { approval: id } }],
})

async function lock(context: StepContext, id: string): Promise<Fields> {
  return fields.parse(await approvalOrRefuse(context, id))
}

async function write({ transaction, study }: StepContext, id: string, to: Fields): Promise<void> {
  refuseBadDates(to)
  await sql`update approval set kind = ${to.kind}, committee = ${to.committee}, reference = ${to.reference},
      granted_on = ${to.grantedOn}, expires_on = ${to.expiresOn}, withdrawn_on = ${to.withdrawnOn}
    where study_id = ${study} and id = ${id}`.execute(transaction)
}

async function remove(context: StepContext, id: string): Promise<void> {
  await approvalOrRefuse(context, id)
  await sql`delete from approval where study_id = ${context.study} and id = ${id}`.execute(
    context.transaction,
  )
}

function cleaned<Given extends { committee?: string | undefined; reference?: string | undefined }>(
  given: Given,
): Given {
  return {
    ...given,
    ...(given.committee === undefined ? {} : { committee: cleanLine(given.committee) }),
    ...(given.reference === undefined ? {} : { reference: cleanLine(given.reference) }),
  }
}

function refuseBadDates({ grantedOn, expiresOn, withdrawnOn }: Omit<Fields, 'kind'>): void {
  if (expiresOn !== null && expiresOn < grantedOn)
    throw Problem.invalid('bad-dates', 'An approval does not expire before it was granted.')
  if (withdrawnOn !== null && withdrawnOn < grantedOn)
    throw Problem.invalid('bad-dates', 'An approval is not withdrawn before it was granted.')
}
