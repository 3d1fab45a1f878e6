import {
  type findMarks as contract,
  type FoundMark,
  mostMarks,
} from '@throughline/contract/sections'
import {
  type FoundMark as Found,
  headingsIn,
  linesLike,
  questionsAsked,
  type Range,
} from '@throughline/text'
import { sql } from 'kysely'
import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Afterwards } from '../../platform/http/endpoints.ts'
import { listQuestions } from './queries.ts'

type Search = z.output<typeof contract.search>
type Answer = z.input<typeof contract.answer>

interface Text {
  transcript: string
  text: string
  turns: (Range & { asks: boolean })[]
  marked: number[]
}

const shownWords = 300

/** Looks for places to mark in the released transcripts of a study, a folder, or in one. */
export async function findMarks(
  transaction: AnyTransaction,
  study: string,
  search: Search,
): Promise<Afterwards<Answer>> {
  const { rows: texts } = await sql<Text>`
    select t.id as transcript, x.text,
      coalesce((select jsonb_agg(jsonb_build_object('from', turn.starts, 'to', turn.ends,
          'asks', coalesce(speaker.role, 'unknown') <> 'participant') order by turn.number)
        from turn left join speaker on speaker.study_id = turn.study_id
          and speaker.transcript_id = turn.transcript_id and speaker.label = turn.speaker
        where turn.study_id = ${study} and turn.transcript_id = t.id), '[]') as turns,
      coalesce((select jsonb_agg(starts) from section where section.study_id = ${study}
        and section.transcript_id = t.id), '[]') as marked
    from transcript t join transcript_text x on x.study_id = t.study_id and x.transcript_id = t.id
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    where t.study_id = ${study} and x.text is not null
      and (${search.transcript ?? null}::uuid is null or t.id = ${search.transcript ?? null})
      and (${search.folder ?? null}::uuid is null or t.folder_id = ${search.folder ?? null})
    order by p.label nulls last, t.title, t.id`.execute(transaction)
  const questions = await listQuestions(transaction, study)
  return new Afterwards(async () => {
    const found: FoundMark[] = []
    for (const text of texts) {
      for (const mark of placesIn(text, search, questions)) found.push(markAt(text, search, mark))
      if (found.length > mostMarks) break
      // Others are served between two texts.
      await setImmediate()
    }
    return {
      found: found.slice(0, mostMarks),
      searched: texts.length,
      more: found.length > mostMarks,
    }
  })
}

function placesIn(
  { text, turns }: Text,
  { by, pattern }: Search,
  questions: readonly { number: number; wording: string }[],
): Found[] {
  if (by === 'lines') return linesLike(text, turns, pattern)
  if (by === 'headings') return headingsIn(text, turns)
  const asking = turns.filter(({ asks }) => asks)
  return questionsAsked(text, asking, questions)
}

function markAt(
  { transcript, text, marked }: Text,
  { by }: Search,
  { from, to, number, name }: Found,
): FoundMark {
  const question = by === 'headings' || number === null || number < 1 ? null : number
  return {
    transcript,
    kind: question === null ? 'section' : 'question',
    question,
    name,
    from,
    to,
    words: text.slice(from, Math.min(to, from + shownWords)),
    marked: marked.includes(from),
  }
}
