import type { BoundEndpoint } from '../http/endpoints.ts'
import { invitationEndpoints } from './accept-invitation.ts'
import { listAccountsEndpoint } from './list-accounts.ts'
import { mySignInEndpoints } from './my-sign-ins.ts'
import { resetEndpoints } from './reset-password.ts'
import { setUpEndpoint } from './set-up.ts'
import { signInEndpoints } from './sign-in.ts'

export { type Accounts, createAccounts } from './accounts.ts'
export {
  createInvitation,
  type Invitation,
  listInvitations,
  withdrawInvitation,
} from './invitations.ts'
export { accountMigrations } from './migrations.ts'
export type { SignIn } from './sign-ins.ts'

export const accountEndpoints: readonly BoundEndpoint[] = [
  setUpEndpoint,
  ...signInEndpoints,
  ...resetEndpoints,
  ...mySignInEndpoints,
  listAccountsEndpoint,
  ...invitationEndpoints,
]
