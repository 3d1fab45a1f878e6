import { sql } from 'kysely'
import type { CodeHolder } from '../coding/index.ts'
import { carryBack, carryMemory, replaceInThemes } from './placements.ts'
import { openThemes } from './theme-list.ts'

/** When codes are merged into another one, that one takes their places in the themes. */
export const codesInThemes: CodeHolder = {
  async count(transaction, study, codes) {
    const { rows } = await sql<{
      themes: number
    }>`select count(distinct theme_id)::int as themes from theme_code
      where study_id = ${study} and code_id = any(${codes}::uuid[])`.execute(transaction)
    return rows[0]?.themes ?? 0
  },
  async replace(context, codes, by, reason) {
    await openThemes(context)
    return replaceInThemes(context, codes, by, reason)
  },
  async putBack(context, memory) {
    await openThemes(context)
    return carryBack(context, carryMemory.parse(memory))
  },
}
