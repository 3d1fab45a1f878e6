import * as contract from '@throughline/contract/recruitment'
import * as sampling from '@throughline/contract/sampling'
import * as visits from '@throughline/contract/visit'
import { sql } from 'kysely'
import { renderSVG } from 'uqr'
import {
  answer,
  type BoundEndpoint,
  perform,
  type ReadContext,
  send,
} from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import { answerVisit, performVisit } from '../platform/visits/index.ts'
import type { Action } from '../study/index.ts'
import { addChannel, changeChannel, channelsOf } from './channels.ts'
import { frameOf, setCell } from './frame.ts'
import { exportFunnel, funnelOf } from './funnel.ts'
import { invite } from './invite.ts'
import { moveSignUps } from './move-sign-ups.ts'
import { proposeNext } from './propose-next.ts'
import { exportSignUps, signUpOf, signUpsOf } from './queries.ts'
import { recordScreening } from './record-screening.ts'
import { recordStoppingDiscussion, stoppingDiscussionsOf } from './stopping-discussions.ts'
import { changeMySignUp } from './visit/change-my-sign-up.ts'
import { leaveStudy } from './visit/leave-study.ts'
import { invitingPage, myPage } from './visit/pages.ts'
import { answerForOneself, signUp } from './visit/sign-up.ts'
import { tellFriends } from './visit/tell-friends.ts'
import { waitingOf } from './waiting.ts'

const see = 'see recruitment' satisfies Action
const seeCounts = 'see recruitment counts' satisfies Action

export const recruitmentRoutes: readonly BoundEndpoint[] = [
  answer(contract.listChannels, seeCounts, async (context) => ({
    channels: await channelsOf(context),
  })),
  perform(addChannel),
  perform(changeChannel),
  send(contract.drawChannelCode, seeCounts, async (context, { params }) => ({
    name: 'code.svg',
    mediaType: 'image/svg+xml',
    content: renderSVG(await addressOf(context, params.channel), { ecc: 'M', border: 2 }),
  })),
  answer(contract.listSignUps, see, (context, { search }) => signUpsOf(context, search)),
  answer(contract.getSignUp, see, (context, { params }) => signUpOf(context, params.signUp)),
  perform(recordScreening),
  perform(moveSignUps),
  perform(invite),
  answer(sampling.getFrame, seeCounts, frameOf),
  perform(setCell),
  answer(sampling.proposeNext, 'recruit' satisfies Action, (context, { search }) =>
    proposeNext(context, search),
  ),
  answer(sampling.getFunnel, seeCounts, (context) => funnelOf(context)),
  answer(sampling.listStoppingDiscussions, null, async (context) => ({
    discussions: await stoppingDiscussionsOf(context),
  })),
  perform(recordStoppingDiscussion),
  answer(contract.getRecruitmentHome, null, async (context) => ({
    items: await waitingOf(context),
  })),
  send(contract.exportSignUps, 'recruit' satisfies Action, (context, { search }) =>
    exportSignUps(context, search.as, search.names === 'yes'),
  ),
  send(sampling.exportFunnel, seeCounts, (context, { search }) => exportFunnel(context, search.as)),

  answerVisit(visits.getInvitingPage, 'sign up', (context, { search }) =>
    invitingPage(context, search.language),
  ),
  performVisit(signUp),
  answerVisit(visits.getMyPage, answerForOneself, (context, { search }) =>
    myPage(context, search.language),
  ),
  performVisit(changeMySignUp),
  performVisit(leaveStudy),
  performVisit(tellFriends),
]

async function addressOf(
  { transaction, study, platform }: ReadContext,
  channel: string,
): Promise<string> {
  const { rows } = await sql<{ token: string }>`select token from channel
    where study_id = ${study} and id = ${channel}`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such channel in this study.')
  return `${platform.settings.origin}/join/${rows[0].token}`
}
