import { type Candidate, inviteNext } from '@throughline/allocation'
import type { EligibilityContent, SignUpFormContent } from '@throughline/contract/documents'
import type { GivenAnswers } from '@throughline/contract/recruitment'
import type { proposeNext as contract } from '@throughline/contract/sampling'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { inForceNow, inLanguage } from '../study/index.ts'
import { type FrameShape, frameShapeOf, keyOf } from './frame.ts'
import { occupying } from './rules.ts'
import { answersOf, auditLook, namesOf } from './sealed.ts'
import { type SignUp, signUpColumns, signUpsFrom } from './store.ts'

/**
 * Whom to invite next, and why (maximum variation): who fills what is vacant, then who brings what nobody has who is
 * in, then who brings two characteristics together that nobody has together.
 */
export async function proposeNext(
  context: ReadContext,
  { seed, many }: { seed: number; many: number },
): Promise<z.input<typeof contract.answer>> {
  const { transaction, study, account } = context
  const { rows } = await sql`select ${signUpColumns} from sign_up
    where study_id = ${study} and state = any(${['eligible', 'waiting', ...occupying]}::text[])
    order by id`.execute(transaction)
  const people = signUpsFrom(rows)
  const answers = await answersOf(
    context,
    people.map(({ id }) => id),
  )
  const shape = await frameShapeOf(context)
  const forms = await inForceNow(context, 'sign-up form')
  const form = inLanguage(forms, 'en')?.content ?? null
  const eligibility = inLanguage(await inForceNow(context, 'eligibility'), 'en')?.content ?? null
  const described = (person: SignUp) =>
    candidateOf(person, answers.get(person.id) ?? null, shape, form)
  const isOpen = ({ state }: SignUp) => state === 'eligible' || state === 'waiting'
  const candidates = people.filter(isOpen)
  const { order, full, inputHash } = inviteNext({
    cells: shape.cells.map((cell) => ({
      id: keyOf(cell.site, cell.column),
      where: { cell: keyOf(cell.site, cell.column) },
      least: cell.least,
      ...(cell.most === null ? {} : { most: cell.most }),
    })),
    candidates: candidates.map(described),
    taken: people.filter((person) => !isOpen(person)).map(described),
    widen: ['group', ...(form?.questions ?? []).filter(({ widens }) => widens).map(({ id }) => id)],
    seed,
    choices: many,
  })
  const chosen = order.map(({ id }) => id)
  const names = await namesOf(context, chosen)
  await auditLook({ transaction, study, account: account.id }, chosen)
  const known = new Map(people.map((person) => [person.id, person]))
  return {
    order: order.flatMap(({ id, fills, brings, bringsTogether, byDraw }) => {
      const person = known.get(id)
      if (!person) return []
      return [
        {
          signUp: id,
          name: names.get(id) ?? null,
          site: person.site,
          year: person.year,
          reasons: [
            ...fills.map((cell) => `Fills a vacant cell: ${cellNameOf(cell, shape)}.`),
            ...brings.map(
              (one) => `Nobody in the study has this: ${nameOf(one, form, eligibility)}.`,
            ),
            ...(bringsTogether > 0
              ? [
                  bringsTogether === 1
                    ? 'Brings two characteristics together that nobody has together.'
                    : `Brings ${bringsTogether} pairs of characteristics together that nobody has together.`,
                ]
              : []),
          ],
          byDraw,
        },
      ]
    }),
    full: full.length,
    candidates: candidates.length,
    seed,
    inputHash,
  }
}

function candidateOf(
  person: SignUp,
  given: GivenAnswers | null,
  { axis }: FrameShape,
  form: SignUpFormContent | null,
): Candidate {
  const column =
    axis === 'year'
      ? String(person.year ?? '')
      : axis === 'programme'
        ? (person.programme ?? '')
        : ''
  const widening = Object.fromEntries(
    (form?.questions ?? [])
      .filter(({ widens }) => widens)
      .map(({ id }) => {
        const value = given?.answers[id] ?? []
        return [id, Array.isArray(value) ? value : [value]]
      }),
  )
  return {
    id: person.id,
    attributes: { cell: [keyOf(person.site, column)], group: given?.groups ?? [], ...widening },
  }
}

function cellNameOf(key: string, { sites, cells }: FrameShape): string {
  const cell = cells.find((one) => keyOf(one.site, one.column) === key)
  const site = sites.find(({ id }) => id === cell?.site)
  return [site?.name, cell?.column === '' ? undefined : cell?.label]
    .filter((part) => part !== undefined)
    .join(', ')
}

/** `group: carer` in the words of the form. */
function nameOf(
  characteristic: string,
  form: SignUpFormContent | null,
  eligibility: EligibilityContent | null,
): string {
  const [attribute = '', ...rest] = characteristic.split(': ')
  const value = rest.join(': ')
  if (attribute === 'group')
    return eligibility?.groups.find(({ id }) => id === value)?.label ?? value
  const question = form?.questions.find(({ id }) => id === attribute)
  const choice = question?.choices.find(({ id }) => id === value)?.label ?? value
  return question ? `${question.label} ${choice}` : choice
}
