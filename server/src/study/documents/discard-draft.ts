import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import {
  contentsOf,
  documentEvent,
  insertVersion,
  lockDocument,
  versionOrRefuse,
  versionsOf,
} from './store.ts'

const row = z.object({
  kind: z.string(),
  name: z.string(),
  site: z.string().nullable(),
  language: z.string(),
})

export const discardDraft = useCase({
  command: contract.discardDraft,
  may: 'draft documents' satisfies Action,
  sharedUndo: true,
  memory: z.object({
    /** The document itself, where it went too. */
    document: row.nullable(),
    content: contract.documentContent,
    note: z.string(),
    machineMade: z.boolean(),
  }),
  async run(context, { document, number }) {
    const { transaction, study } = context
    const { id: _, ...about } = await lockDocument(context, document)
    const version = await versionOrRefuse(context, document, number)
    if (version.approvedAt !== null)
      throw Problem.conflict(
        'approved',
        'This version was approved and is kept. Write the next one in its place.',
      )
    const isOnly = (await versionsOf(context, document)).length === 1
    const content = (await contentsOf(context, document)).get(number)
    await sql`delete from document_version
      where study_id = ${study} and document_id = ${document} and number = ${number}`.execute(
      transaction,
    )
    if (isOnly)
      await sql`delete from document where study_id = ${study} and id = ${document}`.execute(
        transaction,
      )
    return {
      answer: {},
      subject: { kind: 'document', id: document },
      detail: { version: number },
      memory: {
        document: isOnly ? about : null,
        content: contract.documentContent.parse(content),
        note: version.note,
        machineMade: version.machineMade,
      },
      events: [documentEvent(document)],
    }
  },
  async undo(context, { document: about, ...version }, { document, number }) {
    const { transaction, study } = context
    if (about)
      await sql`insert into document (study_id, id, kind, name, site_id, language)
        values (${study}, ${document}, ${about.kind}, ${about.name}, ${about.site}, ${about.language})`.execute(
        transaction,
      )
    else await lockDocument(context, document)
    if ((await versionsOf(context, document)).some((one) => one.number >= number))
      throw Problem.conflict(
        'changed-since',
        'A new draft was begun since, so this one stays away.',
      )
    await insertVersion(context, { document, number, ...version })
    return {
      subject: { kind: 'document', id: document },
      detail: { version: number },
      events: [documentEvent(document)],
    }
  },
})
