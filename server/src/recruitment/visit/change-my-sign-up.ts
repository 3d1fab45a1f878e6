import * as contract from '@throughline/contract/visit'
import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { visitUseCase } from '../../platform/visits/index.ts'
import { versionOf } from '../../study/index.ts'
import { mayChangeAnswers } from '../rules.ts'
import { keepAnswers, keepIdentity } from '../sealed.ts'
import { changedEvent, signUpOrRefuse } from '../store.ts'
import { cleanAnswers, cleanIdentity, hashOfAddress, refuseBadPlace } from './answers.ts'
import { subjectOf } from './pages.ts'
import { answerForOneself } from './sign-up.ts'

export const changeMySignUp = visitUseCase({
  command: contract.changeMySignUp,
  may: answerForOneself,
  kept: z.object({}),
  async run(context, { site, year, programme, ...given }) {
    const { transaction, study, platform, visit } = context
    const person = await signUpOrRefuse(context, subjectOf(visit), true)
    if (!mayChangeAnswers(person.state))
      throw Problem.conflict(
        'too-late',
        'What you gave can no longer be changed here. Write to the team if something is wrong.',
      )
    const { form, eligibility } = person.seen
    const identity = cleanIdentity(given.identity)
    const answers = cleanAnswers(
      given.answers,
      await versionOf(context, 'sign-up form', form.document, form.number),
      await versionOf(context, 'eligibility', eligibility.document, eligibility.number),
    )
    if (site !== person.site || year !== person.year || programme !== person.programme)
      await refuseBadPlace(context, { site, year, programme })
    await sql`update sign_up set site_id = ${site}, year_group = ${year}, programme_id = ${programme},
        says_so = ${answers.saysSo}, contact_hash = ${await hashOfAddress(context, platform.vault, identity)}
      where study_id = ${study} and id = ${person.id}`.execute(transaction)
    await keepIdentity(context, person.id, identity)
    await keepAnswers(context, person.id, answers)
    return { answer: {}, subject: { kind: 'sign-up', id: person.id }, events: [changedEvent] }
  },
  reveal: () => ({}),
})
