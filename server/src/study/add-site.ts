import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../platform/commands/step.ts'
import { cleanLine } from './participants/rules.ts'
import { deleteSite } from './remove-site.ts'
import type { Action } from './rules.ts'

export const addSite = useCase({
  command: contract.addSite,
  may: 'change the study' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run({ transaction, study }, { id, name, years }) {
    await sql`insert into site (study_id, id, name, years, position)
      select ${study}, ${id}, ${cleanLine(name)}, ${years}, coalesce(max(position), 0) + 1 from site
      where study_id = ${study}`.execute(transaction)
    return {
      answer: { id },
      subject: { kind: 'site', id },
      memory: {},
      events: [{ name: 'site.added', may: '', data: { site: id } }],
    }
  },
  async undo(context, _memory, { id }) {
    await deleteSite(context, id)
    return {
      subject: { kind: 'site', id },
      events: [{ name: 'site.removed', may: '', data: { site: id } }],
    }
  },
})
