import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { cleanLine, cleanText } from '../participants/rules.ts'
import type { Action } from '../rules.ts'
import { problemOfPlace } from './rules.ts'
import { cleanOrRefuse, documentEvent, insertVersion, lockDocument, versionsOf } from './store.ts'

export const addDocument = useCase({
  command: contract.addDocument,
  may: 'draft documents' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, name, site, language, content, machineMade, note }) {
    const { transaction, study } = context
    const { kind } = content
    const plain = cleanLine(name)
    const problem = problemOfPlace(kind, plain, site)
    if (problem !== null) throw Problem.invalid('bad-document', problem)
    await sql`insert into document (study_id, id, kind, name, site_id, language)
      values (${study}, ${id}, ${kind}, ${plain}, ${site}, ${language})`.execute(transaction)
    await insertVersion(context, {
      document: id,
      number: 1,
      content: cleanOrRefuse(content),
      note: cleanText(note),
      machineMade,
    })
    return {
      answer: { id },
      subject: { kind: 'document', id },
      memory: {},
      events: [documentEvent(id)],
    }
  },
  async undo(context, _memory, { id }) {
    const { transaction, study } = context
    await lockDocument(context, id)
    const versions = await versionsOf(context, id)
    if (versions.length > 1 || versions.some(({ approvedAt }) => approvedAt !== null))
      throw Problem.conflict(
        'in-use',
        'This document was worked on since. Discard its draft if it should go.',
      )
    await sql`delete from document where study_id = ${study} and id = ${id}`.execute(transaction)
    return { subject: { kind: 'document', id }, events: [documentEvent(id)] }
  },
})
