import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { cleanText } from '../participants/rules.ts'
import type { Action } from '../rules.ts'
import {
  cleanOrRefuse,
  contentsOf,
  documentEvent,
  insertVersion,
  lockDocument,
  versionsOf,
  writtenAt,
} from './store.ts'

const draft = z.object({
  content: contract.documentContent,
  note: z.string(),
  machineMade: z.boolean(),
})

export const writeDraft = useCase({
  command: contract.writeDraft,
  may: 'draft documents' satisfies Action,
  sharedUndo: true,
  memory: z.object({
    /** What the draft said before; null where there was none. */
    before: draft.nullable(),
    number: z.number(),
    writtenAt: z.string(),
  }),
  async run(context, { document, content, note, machineMade, since }) {
    const { transaction, study } = context
    const { kind } = await lockDocument(context, document)
    if (kind !== content.kind)
      throw Problem.invalid('bad-document', `This document is of the kind “${kind}”.`)
    const versions = await versionsOf(context, document)
    const standing = versions.find(({ approvedAt }) => approvedAt === null) ?? null
    if ((standing?.writtenAt.toISOString() ?? null) !== since)
      throw Problem.conflict(
        'changed-since',
        'Somebody else wrote on this draft meanwhile. Your words are still here: open the document in a second window, compare, and save again from there.',
      )
    const number = standing?.number ?? (versions[0]?.number ?? 0) + 1
    const before = standing
      ? {
          content: (await contentsOf(context, document)).get(standing.number),
          note: standing.note,
          machineMade: standing.machineMade,
        }
      : null
    const words = { content: cleanOrRefuse(content), note: cleanText(note), machineMade }
    const at = standing
      ? await rewrite(context, document, number, words)
      : await insertVersion(context, { document, number, ...words })
    return {
      answer: { number, writtenAt: at.toISOString() },
      subject: { kind: 'document', id: document },
      detail: { version: number },
      memory: {
        before: before === null ? null : draft.parse(before),
        number,
        writtenAt: at.toISOString(),
      },
      events: [documentEvent(document)],
    }

    async function rewrite(
      { account }: { account: string },
      id: string,
      version: number,
      to: z.infer<typeof draft>,
    ): Promise<Date> {
      const { rows } = await sql<{ at: Date }>`
        update document_version set content = ${JSON.stringify(to.content)}, note = ${to.note},
          machine_made = ${to.machineMade}, written_by = ${account}, written_at = clock_timestamp()
        where study_id = ${study} and document_id = ${id} and number = ${version}
        returning written_at as at`.execute(transaction)
      return writtenAt(rows)
    }
  },
  async undo(context, { before, number, writtenAt: at }, { document }) {
    const { transaction, study, account } = context
    await lockDocument(context, document)
    const now = (await versionsOf(context, document)).find((one) => one.number === number)
    if (!now || now.approvedAt !== null || now.writtenAt.toISOString() !== at)
      throw Problem.conflict(
        'changed-since',
        'This draft was changed or approved since, so this step cannot be taken back.',
      )
    await (
      before === null
        ? sql`delete from document_version
          where study_id = ${study} and document_id = ${document} and number = ${number}`
        : sql`update document_version set content = ${JSON.stringify(before.content)}, note = ${before.note},
            machine_made = ${before.machineMade}, written_by = ${account}, written_at = clock_timestamp()
          where study_id = ${study} and document_id = ${document} and number = ${number}`
    ).execute(transaction)
    return {
      subject: { kind: 'document', id: document },
      detail: { version: number },
      events: [documentEvent(document)],
    }
  },
})
