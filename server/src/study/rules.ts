/**
 * What each role may do: the one table. The database enforces it (it is written into `permission` at every start and
 * every policy asks `may(action)`), and the settings of a study show it as it stands here.
 */
export const roles = ['lead', 'coordinator', 'researcher', 'welfare contact', 'observer'] as const
export type Role = (typeof roles)[number]

const everybodyInTheTeam = ['lead', 'coordinator', 'researcher', 'observer'] as const
const whoAnalyses = ['lead', 'researcher'] as const

/** Action → the roles that may do it. Names are sentences that complete "may …". */
export const permissions = {
  'change the study': ['lead'],
  'remove the study': ['lead'],
  'change the protocol': ['lead'],
  'draft documents': ['lead', 'coordinator', 'researcher'],
  'approve documents': ['lead'],
  'manage members': ['lead'],
  'see the audit trail': ['lead', 'coordinator'],
  'manage participants': ['lead', 'coordinator'],
  'see participants': everybodyInTheTeam,
  'see participants of their own site': ['welfare contact'],
  'see recruitment counts': everybodyInTheTeam,
  'see recruitment': ['lead', 'coordinator'],
  recruit: ['coordinator'],
  'see identities': ['coordinator'],
  'change the frame': ['lead', 'coordinator'],
  'record discussions': ['lead', 'coordinator', 'researcher'],
  'import transcripts': ['lead', 'coordinator', 'researcher'],
  'read transcripts': everybodyInTheTeam,
  'read raw transcripts of other sites': ['lead', 'coordinator', 'researcher'],
  code: whoAnalyses,
  "remove others' codings": ['lead'],
  'change the code list': whoAnalyses,
  'change themes': whoAnalyses,
  'change the report': whoAnalyses,
  export: ['lead', 'coordinator', 'researcher'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof permissions

/** Whether a role may do something. */
export function roleMay(role: Role, action: Action): boolean {
  const allowed: readonly Role[] = permissions[action]
  return allowed.includes(role)
}
