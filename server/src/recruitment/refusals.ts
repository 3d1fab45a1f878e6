import type { Refusal } from '../platform/room.ts'

/** What a person reads when a constraint of this room's tables refuses. */
export const recruitmentRefusals: Readonly<Record<string, Refusal>> = {
  sign_up_cell: {
    code: 'cell-full',
    detail:
      'The last place of this cell has just been given to somebody else. Put this person on the waiting list, or raise the cell’s number.',
  },
  sign_up_approval: {
    code: 'site-not-approved',
    detail:
      'No ethics approval stands at this site, so nobody is recruited there. Enter one under Protocol.',
  },
  sign_up_open: {
    code: 'not-open',
    detail: 'The study does not take sign-ups at the moment. Nothing was kept.',
  },
  sign_up_gates: {
    code: 'not-available',
    detail:
      'Who takes part says so of themselves and is available. Move this person out of the sample first, then change it.',
  },
  sign_up_own_word: {
    code: 'own-word',
    detail:
      'They say of themselves that it is true of them. That suffices, and nobody overrules it.',
  },
  sign_up_reason: { status: 422, code: 'no-reason', detail: 'Say why they cannot take part.' },
  sign_up_pkey: { code: 'exists-already', detail: 'This sign-up was sent already.' },
  channel_name_once: {
    code: 'name-taken',
    detail: 'There is a channel of this name already. Give this one another name.',
  },
  channel_site: {
    code: 'no-such-site',
    detail: 'This site does not exist, or no longer. Reload and choose again.',
  },
  channel_pkey: { code: 'exists-already', detail: 'This channel was added already.' },
  stopping_discussion_pkey: {
    code: 'exists-already',
    detail: 'This discussion was recorded already.',
  },
}
