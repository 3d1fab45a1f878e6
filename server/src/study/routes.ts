import * as contract from '@throughline/contract/study'
import { listInvitations } from '../platform/accounts/index.ts'
import {
  answer,
  answerAccount,
  type BoundEndpoint,
  perform,
  performAccount,
} from '../platform/http/endpoints.ts'
import { addSite } from './add-site.ts'
import { changeMember } from './change-member.ts'
import { changeSite } from './change-site.ts'
import { changeStudy } from './change-study.ts'
import { foundStudy } from './found-study.ts'
import { inviteMember } from './invite-member.ts'
import { participantRoutes } from './participants/routes.ts'
import { protocolRoutes } from './protocol/routes.ts'
import { homeOf, membersOf, sitesOf, studiesOf, studyOf } from './queries.ts'
import { removeMember } from './remove-member.ts'
import { removeSite } from './remove-site.ts'
import { removeStudy } from './remove-study.ts'
import { type Action, permissions, roles } from './rules.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

export const studyRoutes: readonly BoundEndpoint[] = [
  answerAccount(contract.listMyStudies, async ({ transaction, account }) => ({
    studies: await studiesOf(transaction, account.id),
  })),
  answer(contract.getStudy, null, studyOf),
  performAccount(foundStudy),
  perform(changeStudy),
  performAccount(removeStudy),
  answer(contract.getStudyHome, null, homeOf),

  answer(contract.listSites, null, async ({ transaction, study }) => ({
    sites: await sitesOf(transaction, study),
  })),
  perform(addSite),
  perform(changeSite),
  perform(removeSite),

  answer(contract.listMembers, null, async ({ transaction, study }) => ({
    members: await membersOf(transaction, study),
  })),
  answer(contract.listInvitations, 'manage members' satisfies Action, async (context) => ({
    mailed: context.platform.mail.sends,
    invitations: (await listInvitations(context)).map((invitation) => ({
      ...invitation,
      role: contract.role.parse(invitation.role),
      madeAt: invitation.madeAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    })),
  })),
  perform(inviteMember),
  perform(withdrawInvitation),
  perform(changeMember),
  perform(removeMember),
  answer(contract.listPermissions, null, async () => ({
    roles: [...roles],
    actions: Object.entries(permissions).map(([action, allowed]) => ({
      action,
      roles: [...allowed],
    })),
  })),

  ...protocolRoutes,
  ...participantRoutes,
]
